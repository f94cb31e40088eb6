/** A script that runs inside Redis, on one key and the keys that begin with it: all are in one slot. */
export interface NamedScript {
  readonly name: string;
  readonly lua: string;
}

/** Runs scripts in the store that all replicas share. */
export interface Counters {
  /** One command. Rejects with `StoreUnavailableError` when the store does not answer in time. */
  run(script: NamedScript, key: string, args: readonly (string | number)[]): Promise<unknown>;
}
