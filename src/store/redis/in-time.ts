/** Milliseconds that Redis may take to answer one command. */
export const COMMAND_TIMEOUT_MS = 300;

const TICKS = 3;

/** Redis did not answer a command in time; it may still carry it out. */
export class RedisTimeout extends Error {
  override readonly name = 'RedisTimeout';
}

/**
 * Rejects with `RedisTimeout` when an answer takes too long. The time passes in ticks, and what has arrived is read
 * between them: a process that was busy itself does not take its own lateness for that of Redis.
 */
export function inTime<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = afterTicks(() => reject(new RedisTimeout()));
    answer.then(resolve, reject).finally(stop);
  });
}

/** Calls back after the time that a command may take, unless it is stopped before. */
export function afterTicks(callBack: () => void): () => void {
  let left = TICKS;
  const timer = setTimeout(() => {
    if (--left > 0) timer.refresh();
    else callBack();
  }, COMMAND_TIMEOUT_MS / TICKS);
  return () => clearTimeout(timer);
}
