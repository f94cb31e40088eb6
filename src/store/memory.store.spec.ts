import { MemoryStore } from './memory.store';

describe('MemoryStore', () => {
  let nowMs = 0;
  const store = () => new MemoryStore(() => nowMs);

  beforeEach(() => {
    nowMs = 1_000;
  });

  async function put(into: MemoryStore, key: string, text: string, ttlMs?: number) {
    const expected = await textOf(into, key);
    return (await into.commit('b', [{ key, expected, next: text, ttlMs }])).done;
  }

  const textOf = async (memory: MemoryStore, key: string) => (await memory.read('b', [key])).texts[0] ?? null;

  it('keeps a record exactly until its lifetime is over', async () => {
    const memory = store();
    await put(memory, 'key', 'text', 100);

    nowMs += 99;
    const before = await memory.read('b', ['key']);
    nowMs += 1;
    const after = await memory.read('b', ['key']);

    expect(before).toEqual({ texts: ['text'], nowMs: 1_099 });
    expect(after).toEqual({ texts: [null], nowMs: 1_100 });
  });

  it('lets a record be created again once the old one has expired', async () => {
    const memory = store();
    await put(memory, 'key', 'old', 100);
    nowMs += 100;

    const made = await memory.commit('b', [{ key: 'key', expected: null, next: 'new' }]);

    expect(made.done).toBe(true);
    expect(await textOf(memory, 'key')).toBe('new');
  });

  it('does not grow without bound when keys are used once and never read again', async () => {
    const memory = store();

    for (let key = 0; key < 10_000; key++) {
      nowMs += 1;
      await put(memory, `key-${key}`, 'text', 50);
    }

    expect(memory.size).toBeLessThan(150);
  });

  it('never removes a record before it has expired', async () => {
    const memory = store();
    await put(memory, 'for ever', 'text');

    for (let key = 0; key < 1_000; key++) {
      nowMs += 1;
      await put(memory, `key-${key}`, 'text', 50);
    }

    expect(await textOf(memory, 'for ever')).toBe('text');
  });

  it('rounds a lifetime of zero up to one millisecond, like Redis', async () => {
    const memory = store();

    await put(memory, 'key', 'text', 0);

    expect(await textOf(memory, 'key')).toBe('text');
    nowMs += 1;
    expect(await textOf(memory, 'key')).toBeNull();
  });
});
