/**
 * As much of a Redis client as the library that counts rates asks for: it defines one script of one key, and runs it.
 * Behind it are the same connection, time limit and breaker as behind every other command.
 */
export interface RateCounterClient {
  defineCommand(name: string, script: { readonly lua: string; readonly numberOfKeys?: number }): void;
  rlflxIncr(keyAndArguments: readonly string[]): Promise<unknown>;
}
