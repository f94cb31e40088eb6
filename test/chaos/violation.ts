import type { WriteStory } from './history';

export type InvariantName = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8';

export interface Found {
  /** When it showed. */
  readonly seenMs: number;
  readonly says: string;
}

export interface Violation extends Found {
  readonly invariant: InvariantName;
  readonly story: WriteStory;
}
