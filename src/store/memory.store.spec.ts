import { MemoryStore } from './memory.store';

describe('MemoryStore', () => {
  let nowMs = 0;
  const store = () => new MemoryStore(() => nowMs);

  beforeEach(() => {
    nowMs = 1_000;
  });

  async function put(into: MemoryStore, key: string, text: string, ttlMs?: number) {
    return into.compareAndSet(key, await into.read(key), text, ttlMs);
  }

  it('keeps a record until its lifetime is over and not a moment longer', async () => {
    const memory = store();
    await put(memory, 'key', 'text', 100);

    nowMs += 99;
    const before = await memory.read('key');
    nowMs += 1;
    const after = await memory.read('key');

    expect(before).toEqual({ text: 'text', foreign: false, nowMs: 1_099 });
    expect(after).toEqual({ text: null, foreign: false, nowMs: 1_100 });
  });

  it('lets a record be made anew once the old one has expired', async () => {
    const memory = store();
    await put(memory, 'key', 'old', 100);
    nowMs += 100;

    const made = await memory.compareAndSet('key', { text: null, foreign: false, nowMs }, 'new');

    expect(made).toBe(true);
    expect((await memory.read('key')).text).toBe('new');
  });

  it('does not grow for ever when keys are used once and never read again', async () => {
    const memory = store();

    for (let key = 0; key < 10_000; key++) {
      nowMs += 1;
      await put(memory, `key-${key}`, 'text', 50);
    }

    expect(memory.size).toBeLessThan(150);
  });

  it('forgets the oldest record, never the newest, where it may hold only so many', async () => {
    const memory = new MemoryStore(() => nowMs, 2);
    for (const key of ['a', 'b', 'b', 'c']) await put(memory, key, 'text', 1_000);

    expect(await memory.keys('')).toEqual(['b', 'c']);
  });

  it('never sweeps away a record that still lives', async () => {
    const memory = store();
    await put(memory, 'for ever', 'text');

    for (let key = 0; key < 1_000; key++) {
      nowMs += 1;
      await put(memory, `key-${key}`, 'text', 50);
    }

    expect((await memory.read('for ever')).text).toBe('text');
  });

  it('rounds a lifetime of nothing up to one millisecond, as Redis must', async () => {
    const memory = store();

    await put(memory, 'key', 'text', 0);

    expect((await memory.read('key')).text).toBe('text');
    nowMs += 1;
    expect((await memory.read('key')).text).toBeNull();
  });
});
