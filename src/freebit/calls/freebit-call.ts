import type { WireReader } from '../wire/wire-reader';

/** The papers of the calls that this client makes. */
export type FreebitDocument = 'PA01-01' | 'PA03-02' | 'PA04-04' | 'PA05-01' | 'PA05-21';

/** The operator's choices where Freebit's papers leave something open. */
export interface VendorChoices {
  /** `version` of PA03-02. */
  readonly detailVersion: string;
  /** The code that asks for a global IP in PA05-21; unknown unless Freebit has named it. */
  readonly globalIpEnabledCode?: string | undefined;
}

/** The JSON members of a request besides `authKey`; an undefined one is not sent. */
export type WireRequest = Readonly<Record<string, unknown>>;

/** One Freebit call, described as data. */
export interface FreebitCall<Input, Output> {
  readonly document: FreebitDocument;
  /** Below the base URL, with the trailing slash that Freebit requires. */
  readonly path: string;
  /** A `write` costs money or changes a line, and is never sent twice. */
  readonly effect: 'read' | 'write';
  /** The detail codes that its paper lists besides success. */
  readonly rejections: readonly string[];
  readonly encode: (input: Input, choices: VendorChoices) => WireRequest;
  /** Reads the body of a success. Only a read may throw `UnreadableAnswer`: a write has already happened. */
  readonly decode: (body: WireReader, input: Input) => Output;
}

/** Lets the compiler infer the types of a call. */
export function defineCall<Input, Output>(call: FreebitCall<Input, Output>): FreebitCall<Input, Output> {
  return call;
}
