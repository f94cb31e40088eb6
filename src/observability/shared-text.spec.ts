import { SharedText } from './shared-text';

describe('a text with many readers', () => {
  let made: number;
  let nowMs: number;
  let shared: SharedText;

  beforeEach(() => {
    [made, nowMs] = [0, 5_000];
    shared = new SharedText(
      () => Promise.resolve(`text ${++made}`),
      () => nowMs,
    );
  });

  const readings = (count: number) => Promise.all(Array.from({ length: count }, () => shared.read()));

  it('is made for each of the first ten readers in a second', async () => {
    expect((await readings(10)).at(-1)).toBe('text 10');
  });

  it('is shared by all further readers of that second', async () => {
    const texts = await readings(1_000);

    expect(texts.slice(10)).toEqual(Array(990).fill('text 10'));
    expect(made).toBe(10);
  });

  it('is made again in the next second', async () => {
    await readings(1_000);

    nowMs += 1_000;

    expect(await shared.read()).toBe('text 11');
  });
});
