import type { Auth } from '../auth';
import type { QuirkSettings } from '../quirks';
import type { World } from '../state/world';
import { SUCCESS } from '../wire/result-codes';
import type { WireObject } from '../wire/wire-json';

export type Fields = Readonly<Record<string, unknown>>;

/** The parts of the simulator that a call may read and change. */
export interface Surroundings {
  readonly world: World;
  readonly auth: Auth;
  readonly quirks: Readonly<QuirkSettings>;
}

export interface Outcome {
  /** Detail code; 100 is success. */
  readonly code: number;
  /** The members of the answer besides the codes. */
  readonly fields?: WireObject;
  /** Whether a write was executed or scheduled. */
  readonly applied?: boolean;
  /** Written as in the papers, even if the call has a profile: a profile describes the answer about a SIM. */
  readonly asInPapers?: boolean;
}

/** One call of Freebit as its paper describes it. */
export interface Call {
  readonly document: string;
  /** Below `/emptool/api`. */
  readonly path: string;
  readonly effect: 'login' | 'read' | 'write';
  /** Type of `resultCode` and `statusCode` in the paper's examples. */
  readonly codesAre: 'strings' | 'numbers';
  /** `statusCode` of success if it is not 200. */
  readonly successStatusCode?: number;
  /** Detail codes that the paper lists. */
  readonly codes: readonly number[];
  /** Code for a missing or malformed authKey; null if none is needed. */
  readonly missingKeyCode: number | null;
  readonly accountOf: (body: Fields) => string | null;
  /** The code of the rejection of an invalid request, or null if it can be processed. */
  readonly check: (body: Fields, quirks: Readonly<QuirkSettings>) => number | null;
  /** Processes a checked request. */
  readonly serve: (body: Fields, surroundings: Surroundings) => Outcome;
}

export const refuse = (code: number): Outcome => ({ code });
export const succeed = (fields: WireObject = {}): Outcome => ({ code: SUCCESS, fields });
export const apply = (fields: WireObject = {}): Outcome => ({ code: SUCCESS, fields, applied: true });
