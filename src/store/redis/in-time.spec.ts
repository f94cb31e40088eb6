import { COMMAND_TIMEOUT_MS, inTime, RedisTimeout } from './in-time';

describe('an answer of Redis', () => {
  afterEach(() => jest.useRealTimers());

  it('is passed on, whether value or error', async () => {
    const refusal = new Error('refused');

    await expect(inTime(Promise.resolve('text'))).resolves.toBe('text');
    await expect(inTime(Promise.reject(refusal))).rejects.toBe(refusal);
  });

  it('that does not come is waited for only until the command timeout', async () => {
    jest.useFakeTimers();
    const settled = jest.fn();
    const end = inTime(new Promise(() => {})).catch((error: unknown) => settled(error));

    await jest.advanceTimersByTimeAsync(COMMAND_TIMEOUT_MS - 1);
    expect(settled).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    await end;

    expect(settled).toHaveBeenCalledWith(expect.any(RedisTimeout));
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is not missed if this process was busy when it arrived', async () => {
    const arriving = new Promise<string>((resolve) =>
      setTimeout(() => setImmediate(() => resolve('text')), 1),
    );
    const answer = inTime(arriving);

    for (const busyUntil = performance.now() + COMMAND_TIMEOUT_MS + 50; performance.now() < busyUntil;);

    await expect(answer).resolves.toBe('text');
  });
});
