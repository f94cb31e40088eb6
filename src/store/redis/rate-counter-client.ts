/**
 * The part of a Redis client that the rate library needs: it defines one script of one key, and runs it. It uses the
 * same connection, time limit and breaker as every other command.
 */
export interface RateCounterClient {
  defineCommand(name: string, script: { readonly lua: string; readonly numberOfKeys?: number }): void;
  rlflxIncr(keyAndArguments: readonly string[]): Promise<unknown>;
}
