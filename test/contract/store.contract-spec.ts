import { randomUUID } from 'node:crypto';
import type { Snapshot, Store } from '../../src/store/store';
import { type Bench, build, KINDS, TEXTS } from './store-bench';
import { eventually } from '../harness/slow-is-not-wrong';

describe.each(KINDS)('the store in %s', (kind) => {
  let bench: Bench;
  let store: Store;
  let other: Store;
  let key: string;

  beforeAll(async () => {
    bench = await build(kind);
    [store, other] = bench.stores;
  });

  afterAll(() => bench.close());

  beforeEach(() => void (key = randomUUID()));

  async function put(text: string, ttlMs?: number): Promise<Snapshot> {
    expect(await store.compareAndSet(key, await store.read(key), text, ttlMs)).toBe(true);
    return store.read(key);
  }

  it('says so when there is no record', async () => {
    const seen = await store.read(key);

    expect(seen).toMatchObject({ text: null, foreign: false });
  });

  it('shows a record that one replica made to the others', async () => {
    await put('text');

    expect(await other.read(key)).toMatchObject({ text: 'text', foreign: false });
  });

  it.each(TEXTS)('gives back %s exactly, and compares it exactly', async (_, text) => {
    const seen = await put(text);

    const replaced = await store.compareAndSet(key, seen, `${text}!`);

    expect(seen.text).toBe(text);
    expect(replaced).toBe(true);
    expect((await store.read(key)).text).toBe(`${text}!`);
  });

  it('replaces nothing when the record is no longer what was seen', async () => {
    const before = await store.read(key);
    const seen = await put('theirs');
    await other.compareAndSet(key, seen, 'changed');

    const overNothing = await store.compareAndSet(key, before, 'mine');
    const overTheirs = await store.compareAndSet(key, seen, 'mine');

    expect([overNothing, overTheirs]).toEqual([false, false]);
    expect((await store.read(key)).text).toBe('changed');
  });

  it('compares what is there, not what has been: a record that came back is the same record', async () => {
    const seen = await put('A');
    await put('B');
    await put('A');

    expect(await store.compareAndSet(key, seen, 'C')).toBe(true);
  });

  it('deletes by comparing too', async () => {
    const before = await store.read(key);
    const seen = await put('text');

    expect(await store.compareAndSet(key, before, null)).toBe(false);
    expect(await store.compareAndSet(key, seen, null)).toBe(true);
    expect((await store.read(key)).text).toBeNull();
  });

  it('finds nothing to do in deleting what is not there', async () => {
    expect(await store.compareAndSet(key, await store.read(key), null)).toBe(true);
  });

  it('is safe to run twice: the second time finds it changed and changes nothing', async () => {
    const before = await store.read(key);
    await store.compareAndSet(key, before, 'text', 60_000);

    const again = await store.compareAndSet(key, before, 'text', 60_000);

    expect(again).toBe(false);
    expect((await store.read(key)).text).toBe('text');
  });

  it('forgets a record when its lifetime is over', async () => {
    const { nowMs } = await store.read(key);
    await put('text', 200);

    await eventually(async () => (await store.read(key)).text === null);

    expect((await store.read(key)).nowMs - nowMs).toBeGreaterThanOrEqual(200);
  });

  it('gives a record the lifetime of its last change, and none when that had none', async () => {
    await put('short', 500);
    await put('for ever');
    const { nowMs } = await store.read(key);

    await eventually(async () => (await store.read(key)).nowMs > nowMs + 550);

    expect((await store.read(key)).text).toBe('for ever');
  });

  it('takes fractions and nothing for a lifetime, as arithmetic makes them', async () => {
    await put('text', 1_000.5);
    await put('text', 0);

    await eventually(async () => (await store.read(key)).text === null);
  });

  it('lets exactly one of a hundred win who change the same record at once', async () => {
    const seen = await store.read(key);

    const won = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        (i % 2 ? store : other).compareAndSet(key, seen, `writer ${i}`, 60_000),
      ),
    );

    expect(won.filter(Boolean)).toHaveLength(1);
    expect((await store.read(key)).text).toBe(`writer ${won.indexOf(true)}`);
  });

  it('counts right when a hundred increments are each repeated until they win', async () => {
    const increment = async (by: Store): Promise<void> => {
      const seen = await by.read(key);
      if (!(await by.compareAndSet(key, seen, `${Number(seen.text ?? 0) + 1}`))) return increment(by);
    };

    await Promise.all(Array.from({ length: 100 }, (_, i) => increment(i % 2 ? store : other)));

    expect((await store.read(key)).text).toBe('100');
  });

  it('has a clock of whole milliseconds that goes forward', async () => {
    let before = (await store.read(key)).nowMs;
    for (let i = 0; i < 50; i++) {
      const { nowMs } = await store.read(key);
      expect(Number.isInteger(nowMs)).toBe(true);
      expect(nowMs).toBeGreaterThanOrEqual(before);
      before = nowMs;
    }
  });
});
