import { Deadline } from './deadline';

describe('a deadline', () => {
  let nowMs = 1_000;
  const missed = () => 'missed';

  beforeEach(() => {
    nowMs = 1_000;
    jest.useFakeTimers({ doNotFake: ['performance'] });
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('counts down to zero and no further', () => {
    const deadline = Deadline.in(100);
    const before = deadline.remainingMs;
    nowMs += 60.5;
    const later = deadline.remainingMs;
    nowMs += 1_000;

    expect([before, later, deadline.remainingMs]).toEqual([100, 39, 0]);
  });

  it('passes on a result that comes in time, and leaves no timer behind', async () => {
    expect(await Deadline.in(100).race(Promise.resolve('value'), missed)).toBe('value');
    await expect(Deadline.in(100).race(Promise.reject(new Error('theirs')), missed)).rejects.toThrow(
      'theirs',
    );
    expect(jest.getTimerCount()).toBe(0);
  });

  it('ends a wait after the time that is left, not after its whole length', async () => {
    const deadline = Deadline.in(100);
    nowMs += 60;
    const raced = deadline.race(new Promise<string>(() => {}), missed);

    await jest.advanceTimersByTimeAsync(40);

    expect(await raced).toBe('missed');
  });

  it('ignores a promise that fails after it has passed', async () => {
    let fail: (error: Error) => void = () => {};
    const late = new Promise<string>((_, reject) => (fail = reject));
    const raced = Deadline.in(10).race(late, missed);
    await jest.advanceTimersByTimeAsync(10);
    expect(await raced).toBe('missed');

    fail(new Error('too late'));

    await jest.advanceTimersByTimeAsync(10);
  });
});
