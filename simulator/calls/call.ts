import type { Auth } from '../auth';
import type { QuirkSettings } from '../quirks';
import type { World } from '../state/world';
import { SUCCESS } from '../wire/result-codes';
import type { WireObject } from '../wire/wire-json';

export type Fields = Readonly<Record<string, unknown>>;

/** What a call may read and change. */
export interface Surroundings {
  readonly world: World;
  readonly auth: Auth;
  readonly quirks: Readonly<QuirkSettings>;
}

export interface Outcome {
  /** Detail code; 100 is success. */
  readonly code: number;
  /** What stands in the answer beside the codes. */
  readonly fields?: WireObject;
  /** A write was carried out or scheduled. */
  readonly applied?: boolean;
}

/** One call of Freebit as its paper describes it. */
export interface Call {
  readonly document: string;
  /** Below `/emptool/api`. */
  readonly path: string;
  readonly effect: 'login' | 'read' | 'write';
  /** Type of `resultCode` and `statusCode` in the paper's examples. */
  readonly codesAre: 'strings' | 'numbers';
  /** `statusCode` of success where it is not 200. */
  readonly successStatusCode?: number;
  /** Detail codes that the paper lists. */
  readonly codes: readonly number[];
  /** Code for a missing or malformed authKey; null where none is needed. */
  readonly missingKeyCode: number | null;
  readonly accountOf: (body: Fields) => string | null;
  /** Refusal of the request for what it says, or null when it can be processed. */
  readonly check: (body: Fields, quirks: Readonly<QuirkSettings>) => number | null;
  /** Processes a request that was checked. */
  readonly serve: (body: Fields, surroundings: Surroundings) => Outcome;
}

export const refuse = (code: number): Outcome => ({ code });
export const succeed = (fields: WireObject = {}): Outcome => ({ code: SUCCESS, fields });
export const apply = (fields: WireObject = {}): Outcome => ({ code: SUCCESS, fields, applied: true });
