const { FIGURES } = process.env;

/**
 * A bound in milliseconds for what is promised within a figure. `npm run test:figures`, alone on a quiet machine, holds
 * it to the figure; everywhere else slow is not wrong, and the bound only tells the promise from its failure.
 */
export function promisedMs(figure: number, failure = 10 * figure): number {
  return FIGURES ? figure : failure;
}

/** Resolves once it is true; rejects after far longer than it takes anywhere. */
export async function eventually(isTrue: () => boolean | Promise<boolean>, everyMs = 10): Promise<void> {
  const giveUpAt = performance.now() + 60_000;
  while (!(await isTrue())) {
    if (performance.now() > giveUpAt) throw new Error('it never came true');
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** The answer of a write, repeated while Redis is late, which a busy machine makes it: nothing was sent, and the problem asks for it. */
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
