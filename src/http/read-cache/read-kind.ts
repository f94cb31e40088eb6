/** What is kept under one name: the SIM, its quota and its plan are all read out of the detail of its line. */
export type ReadKind = 'detail' | 'traffic' | 'master';

/** What is read. */
export interface Subject {
  readonly kind: ReadKind;
  /** The account as Freebit calls it. */
  readonly account: string;
}

/** How long answers of one kind are given again, in milliseconds. */
export interface Lifetimes {
  /** For this long without asking Freebit; 0 keeps nothing. */
  readonly freshMs: number;
  /** Beyond that, for this long when Freebit cannot be asked. */
  readonly staleMs: number;
  /** A younger answer is given also to a caller that asks for a new one. */
  readonly refreshAfterMs: number;
}

/** How long "there is none" is given again, in milliseconds. */
export const NOT_FOUND_MS = 10_000;
