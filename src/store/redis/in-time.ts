/** Milliseconds that Redis has to answer one command. */
export const COMMAND_TIMEOUT_MS = 300;

const TICKS = 3;

/** Redis did not answer a command in time; it may still execute it. */
export class RedisTimeout extends Error {
  override readonly name = 'RedisTimeout';
}

/**
 * Rejects with `RedisTimeout` if an answer takes too long. The time is counted in ticks, and arrived data is read
 * between them, so that a process which was busy itself does not blame Redis.
 */
export function inTime<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = afterTicks(() => reject(new RedisTimeout()));
    answer.then(resolve, reject).finally(stop);
  });
}

/** Calls back after the time limit of a command, unless it is stopped before. */
export function afterTicks(callBack: () => void): () => void {
  let left = TICKS;
  const timer = setTimeout(() => {
    if (--left > 0) timer.refresh();
    else callBack();
  }, COMMAND_TIMEOUT_MS / TICKS);
  return () => clearTimeout(timer);
}
