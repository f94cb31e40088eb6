import type { WireReader } from '../wire/wire-reader';

/** The papers that describe the calls this client makes. */
export type FreebitDocument = 'PA01-01' | 'PA03-02' | 'PA04-04' | 'PA05-01' | 'PA05-21';

/** What Freebit leaves open and the operator of the gateway decides. */
export interface VendorChoices {
  /** `version` of PA03-02. */
  readonly detailVersion: string;
  /** The code that asks for a global IP in PA05-21; unknown unless the vendor has named it. */
  readonly globalIpEnabledCode?: string | undefined;
}

/** The JSON members of a request beside `authKey`; an undefined one is not sent. */
export type WireRequest = Readonly<Record<string, unknown>>;

/** One Freebit call, described as data. */
export interface Operation<Input, Output> {
  readonly document: FreebitDocument;
  /** Below the base URL, with the trailing slash Freebit wants. */
  readonly path: string;
  /** A `write` costs money or changes a line, and is never sent twice. */
  readonly effect: 'read' | 'write';
  /** The detail codes that its paper lists beside success. */
  readonly refusals: readonly string[];
  readonly encode: (input: Input, choices: VendorChoices) => WireRequest;
  /** Reads the body of a success. Only a read may throw `UnreadableAnswer`: a write has happened by then. */
  readonly decode: (body: WireReader, input: Input) => Output;
}

/** Lets the compiler work out the types of an operation. */
export function defineOperation<Input, Output>(
  operation: Operation<Input, Output>,
): Operation<Input, Output> {
  return operation;
}
