import { RedisStore } from '../../src/store/redis/redis.store';
import { RedisServer } from '../harness/redis-server';

describe('what somebody else left under one of our keys in Redis', () => {
  let server: RedisServer;
  let store: RedisStore;

  beforeAll(async () => {
    server = await RedisServer.start();
    store = RedisStore.open(server.url, 'test:');
  });

  afterAll(async () => {
    await store.close();
    await server.close();
  });

  beforeEach(() => server.cli('FLUSHALL'));

  const plant = {
    'a list': () => server.cli('RPUSH', 'test:key', 'a', 'b'),
    'a hash': () => server.cli('HSET', 'test:key', 'field', 'value'),
    'bytes that are no text': () => server.cli('SETBIT', 'test:key', 0, 1),
  };
  const kinds = Object.keys(plant) as (keyof typeof plant)[];

  it.each(kinds)('is seen as foreign: %s', async (kind) => {
    await plant[kind]();

    const seen = await store.read('key');

    expect(seen).toMatchObject({ text: null, foreign: true });
  });

  it.each(kinds)('is never taken for an absent record: %s', async (kind) => {
    const before = await store.read('key');
    await plant[kind]();

    const made = await store.compareAndSet('key', before, 'text');

    expect(made).toBe(false);
    expect((await store.read('key')).foreign).toBe(true);
  });

  it.each(kinds)('can be replaced by one who has seen it: %s', async (kind) => {
    await plant[kind]();

    const replaced = await store.compareAndSet('key', await store.read('key'), 'text');

    expect(replaced).toBe(true);
    expect((await store.read('key')).text).toBe('text');
  });

  it.each(kinds)('can be deleted by one who has seen it: %s', async (kind) => {
    await plant[kind]();

    const deleted = await store.compareAndSet('key', await store.read('key'), null);

    expect(deleted).toBe(true);
    expect(await server.cli('EXISTS', 'test:key')).toBe(0);
  });

  it('is not deleted by one who saw a foreign thing where a record of ours is now', async () => {
    await plant['a list']();
    const seen = await store.read('key');
    await server.cli('DEL', 'test:key');
    await server.cli('SET', 'test:key', 'ours');

    expect(await store.compareAndSet('key', seen, null)).toBe(false);
    expect((await store.read('key')).text).toBe('ours');
  });

  it('puts the prefix before every key, once', async () => {
    await store.compareAndSet('key', await store.read('key'), 'text', 60_000);

    expect(await server.cli('KEYS', '*')).toEqual(['test:key']);
    expect(await server.cli('PTTL', 'test:key')).toBeGreaterThan(50_000);
  });
});
