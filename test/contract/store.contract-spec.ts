import { randomUUID } from 'node:crypto';
import { FOREIGN, type Change, type Store } from '../../src/store/store';
import { type Bench, build, KINDS, TEXTS } from './store-bench';
import { eventually } from '../harness/slow-is-not-wrong';

const json = (value: unknown) => JSON.stringify({ value });

describe.each(KINDS)('the store in %s', (kind) => {
  let bench: Bench;
  let store: Store;
  let other: Store;
  let bucket: string;

  beforeAll(async () => {
    bench = await build(kind);
    [store, other] = bench.stores;
  });
  afterAll(() => bench.close());
  beforeEach(() => void (bucket = randomUUID()));

  const textOf = async (key: string, by = store) => (await by.read(bucket, [key])).texts[0];
  const change = (key: string, expected: string | null, next?: string | null, ttlMs?: number): Change => ({
    key,
    expected,
    ...(next !== undefined && { next }),
    ttlMs,
  });

  it('shows a record of one replica to the others, and null for a missing one', async () => {
    const { done } = await store.commit(bucket, [change('a', null, json('text'))]);

    expect(done).toBe(true);
    expect((await other.read(bucket, ['b', 'a'])).texts).toEqual([null, json('text')]);
  });

  it.each(TEXTS)('returns %s exactly, and compares it exactly', async (_, text) => {
    await store.commit(bucket, [change('a', null, json(text))]);

    const { done } = await store.commit(bucket, [change('a', json(text), json('next'))]);

    expect(done).toBe(true);
    expect(await textOf('a')).toBe(json('next'));
  });

  it('changes several records or none, and then returns what is stored', async () => {
    await store.commit(bucket, [change('a', null, json(1)), change('b', null, json(2))]);

    const refused = await other.commit(bucket, [
      change('a', json(1), json('new')),
      change('b', json('something else'), json('new')),
      change('c', null, json('new')),
    ]);

    expect(refused).toMatchObject({ done: false, texts: [json(1), json(2), null] });
    expect((await store.read(bucket, ['a', 'b', 'c'])).texts).toEqual([json(1), json(2), null]);
  });

  it('only compares a record that has no new value', async () => {
    await store.commit(bucket, [change('a', null, json(1))]);

    const made = await store.commit(bucket, [change('a', json(1)), change('b', null, json(2))]);
    const refused = await store.commit(bucket, [change('a', json(0)), change('b', json(2), json(3))]);

    expect([made.done, refused.done]).toEqual([true, false]);
    expect((await store.read(bucket, ['a', 'b'])).texts).toEqual([json(1), json(2)]);
  });

  it('deletes a record only after comparing it', async () => {
    await store.commit(bucket, [change('a', null, json(1))]);

    expect((await store.commit(bucket, [change('a', null, null)])).done).toBe(false);
    expect((await store.commit(bucket, [change('a', json(1), null)])).done).toBe(true);
    expect(await textOf('a')).toBeNull();
  });

  it('can safely run a change twice: the second run changes nothing', async () => {
    const same = [change('a', null, json(1), 60_000)];
    await store.commit(bucket, same);

    expect(await store.commit(bucket, same)).toMatchObject({ done: false, texts: [json(1)] });
  });

  it('keeps the records of one bucket apart from those of another', async () => {
    await store.commit(bucket, [change('a', null, json(1))]);

    expect((await store.read(`${bucket}x`, ['a'])).texts).toEqual([null]);
  });

  it('removes a record after the lifetime that its last change gave it', async () => {
    await store.commit(bucket, [
      change('short', null, json(1), 200.5),
      change('long', null, json(1), 200),
      change('kept', null, json(1), 200),
    ]);
    await store.commit(bucket, [change('long', json(1), json(2)), change('kept', json(1))]);

    await eventually(async () => (await textOf('short')) === null);
    await eventually(async () => (await textOf('kept')) === null);

    expect(await textOf('long')).toBe(json(2));
  });

  it('lets exactly one of a hundred concurrent changes of a record win', async () => {
    const won = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        (i % 2 ? store : other).commit(bucket, [change('a', null, json(i), 60_000)]),
      ),
    );

    expect(won.filter(({ done }) => done)).toHaveLength(1);
    expect(await textOf('a')).toBe(json(won.findIndex(({ done }) => done)));
  });

  it('has a clock of whole milliseconds that never runs backwards and needs no request to read', async () => {
    let before = (await store.read(bucket, ['a'])).nowMs;
    for (let i = 0; i < 50; i++) {
      const { nowMs } = await store.read(bucket, ['a']);
      expect(Number.isInteger(nowMs)).toBe(true);
      expect(nowMs).toBeGreaterThanOrEqual(before);
      before = nowMs;
    }
    expect(store.nowMs()).toBeGreaterThanOrEqual(before - 1);
  });

  it('changes an index together with records, and not at all if they differ from the expected ones', async () => {
    const add = (member: string, score: number) => [{ index: 'i', member, score }];
    await store.commit(bucket, [change('a', null, json(1))], { indexing: add('x', 1) });
    await store.commit(bucket, [change('a', null, json(2))], { indexing: add('y', 2) });

    const page = { limit: 10, order: 'oldest_first' } as const;
    expect(await other.listIndex(bucket, 'i', page)).toEqual([{ member: 'x', score: 1 }]);
    await store.commit(bucket, [], { indexing: [{ index: 'i', member: 'x' }] });
    expect(await other.listIndex(bucket, 'i', page)).toEqual([]);
  });

  it('pages through an index in both orders, even where scores are equal', async () => {
    const entries = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((member, at) => ({
      member,
      score: at < 5 ? 1 : 2,
    }));
    await store.commit(bucket, [], { indexing: entries.map((entry) => ({ index: 'i', ...entry })) });

    for (const order of ['oldest_first', 'newest_first'] as const) {
      const found: string[] = [];
      for (let after; ;) {
        const page = await store.listIndex(bucket, 'i', { after, limit: 2, order });
        found.push(...page.map(({ member }) => member));
        after = page.at(-1);
        if (page.length < 2) break;
      }
      const all = entries.map(({ member }) => member);
      expect(found).toEqual(order === 'oldest_first' ? all : all.toReversed());
    }
  });

  it('keeps the first score of a member, and drops members that are too far behind', async () => {
    const add = (member: string, score: number) =>
      store.commit(bucket, [], { indexing: [{ index: 'i', member, score, keep: 100 }] });
    await add('old', 1);
    await add('old', 50);
    await add('new', 102);

    const page = { limit: 10, order: 'oldest_first' } as const;
    expect(await store.listIndex(bucket, 'i', page)).toEqual([{ member: 'new', score: 102 }]);
  });
});

describe('a key of the gateway in Redis', () => {
  let bench: Bench;
  let redis: (command: string, ...args: (string | number)[]) => Promise<unknown>;
  let store: Store;

  beforeAll(async () => {
    bench = await build('Redis');
    [store] = bench.stores;
    redis = (command, ...args) => bench.cli(command, ...args);
  });
  afterAll(() => bench.close());
  beforeEach(() => redis('FLUSHALL'));

  const KEY = 'test:{b}key';
  const plant = {
    'a list': () => redis('RPUSH', KEY, 'a', 'b'),
    'a hash': () => redis('HSET', KEY, 'field', 'value'),
    'bytes that are no text': () => redis('SETBIT', KEY, 0, 1),
    'a text that is no record': () => redis('SET', KEY, 'text'),
  };
  const kinds = Object.keys(plant) as (keyof typeof plant)[];

  it.each(kinds)('with a foreign value is never taken for an absent record: %s', async (kind) => {
    await plant[kind]();

    const made = await store.commit('b', [{ key: 'key', expected: null, next: json(1) }]);

    expect(made).toMatchObject({ done: false, texts: [FOREIGN] });
  });

  it.each(kinds)('with a foreign value can be replaced by a process that has read it: %s', async (kind) => {
    await plant[kind]();

    const made = await store.commit('b', [{ key: 'key', expected: FOREIGN, next: json(1) }]);

    expect(made.done).toBe(true);
    expect((await store.read('b', ['key'])).texts).toEqual([json(1)]);
  });

  it('has the prefix, the bucket and the lifetime of its record', async () => {
    await store.commit('b', [{ key: 'key', expected: null, next: json(1), ttlMs: 60_000 }]);

    expect(await redis('KEYS', '*')).toEqual([KEY]);
    expect(await redis('PTTL', KEY)).toBeGreaterThan(50_000);
  });
});
