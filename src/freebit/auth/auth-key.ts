/** The key that goes into the JSON of every call, as one process knows it. Times are this process's monotonic clock. */
export interface AuthKey {
  readonly value: string;
  readonly generation: number;
  readonly obtainedAtMs: number;
  readonly expiresAtMs: number;
  readonly proven: boolean;
}

const YOUNG_MS = 2_000;

/** Whether a refusal may only mean that the key has not reached all of Freebit's machines yet. */
export function isYoung(key: AuthKey): boolean {
  return performance.now() - key.obtainedAtMs < YOUNG_MS;
}
