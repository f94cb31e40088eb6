import { MemoryStore } from '../../store/memory.store';
import { Pseudonyms } from '../../store/pseudonyms';
import { StoreUnavailableError, type Store } from '../../store/store';
import { DistinctLines } from './distinct-lines';

/** A store that can be taken away. */
class FickleStore implements Store {
  away = false;
  reads = 0;
  private readonly memory = new MemoryStore();

  async read(key: string) {
    this.reads++;
    this.answer();
    return await this.memory.read(key);
  }

  async compareAndSet(...change: Parameters<Store['compareAndSet']>) {
    this.answer();
    return await this.memory.compareAndSet(...change);
  }

  keys(beginning: string) {
    return this.memory.keys(beginning);
  }

  private answer() {
    if (this.away) throw new StoreUnavailableError('away');
  }
}

const pseudonyms = new Pseudonyms('secret', 'lines');
const alone = jest.fn();
const guard = (store: Store, most = 10, replicas = 2) =>
  new DistinctLines(store, pseudonyms, { most, windowMs: 60_000, replicas }, alone);

/** How many of so many lines go through. */
async function through(guards: readonly DistinctLines[], lines: readonly string[], caller = 'a') {
  const verdicts = await Promise.all(
    lines.map((line, index) => guards[index % guards.length]!.admit(caller, line)),
  );
  return verdicts.filter((verdict) => verdict?.allowed).length;
}

const lines = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `line-${from + index}`);

describe('different lines of one caller', () => {
  it('are counted over all replicas, and each caller by itself', async () => {
    const store = new FickleStore();
    const replicas = [guard(store), guard(store), guard(store)];

    expect(await through(replicas, lines(100))).toBe(10);
    expect(await through(replicas, lines(100), 'b')).toBe(10);
  });

  it('go through again and again once they count', async () => {
    const guards = [guard(new FickleStore())];
    await through(guards, lines(10));

    expect(await through(guards, [...lines(10), ...lines(10), 'another'])).toBe(20);
  });

  it('keep to the share of this replica while the store is away, also when it goes in the middle', async () => {
    const store = new FickleStore();
    const [first, second] = [guard(store), guard(store)];
    store.away = true;
    expect(await through([first], lines(100))).toBe(5);
    store.away = false;
    alone.mockClear();
    expect(await through([second], lines(3, 200))).toBe(3);
    expect(alone).not.toHaveBeenCalled();
    store.away = true;

    expect(await through([second], lines(100, 300))).toBe(2);
    expect(alone).toHaveBeenCalledTimes(100);
  });

  it('that went through while the store was away count for all once it is back', async () => {
    const store = new FickleStore();
    const [first, second] = [guard(store), guard(store)];
    store.away = true;
    await through([first, second], lines(100));
    store.away = false;
    // Each tells what it has let through when it next asks.
    await through([first, second], ['x', 'y']);

    expect(await through([guard(store)], lines(100, 500))).toBe(0);
  });

  it('beyond the limit cost the store nothing', async () => {
    const store = new FickleStore();
    const guards = [guard(store)];
    await through(guards, lines(11));
    const before = store.reads;

    await through(guards, lines(500, 100));

    expect(store.reads).toBe(before);
  });

  it('are in the store under names that tell nothing', async () => {
    const store = new FickleStore();
    await guard(store).admit('a', '09012345678');

    const [key = ''] = await store.keys('');
    const { text } = await store.read(key);

    expect(`${key}${text}`).not.toContain('9012345678');
  });

  it('are not counted when the limit is off', async () => {
    expect(await guard(new FickleStore(), 0).admit('a', 'line')).toBeNull();
  });
});
