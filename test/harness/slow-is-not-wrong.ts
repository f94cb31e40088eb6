const { FIGURES } = process.env;

/**
 * The time limit for a promise with a figure, in milliseconds. `npm run test:figures`, alone on a quiet machine, checks
 * the figure itself; elsewhere slow is not wrong, and the limit only distinguishes the promise from its failure.
 */
export function promisedMs(figure: number, failure = 10 * figure): number {
  return FIGURES ? figure : failure;
}

/** Resolves once the condition holds; rejects after far longer than it takes anywhere. */
export async function eventually(isTrue: () => boolean | Promise<boolean>, everyMs = 10): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  while (!(await isTrue())) {
    if (performance.now() > giveUpAt) throw new Error('the condition was not met within 60 s');
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** The answer to a write, repeated while Redis is late on a busy machine, as the problem asks: nothing was sent. */
export async function storeInTime<Answer extends { readonly body: { readonly code?: string } }>(
  write: () => PromiseLike<Answer>,
): Promise<Answer> {
  let answer = await write();
  await eventually(async () => {
    if (answer.body.code !== 'IDEMPOTENCY_STORE_UNAVAILABLE') return true;
    answer = await write();
    return false;
  }, 100);
  return answer;
}
