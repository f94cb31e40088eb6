import { MemoryStore } from '../../store/memory.store';
import { StoreUnavailableError, type Store } from '../../store/store';
import { RecordCell, type Notation } from './record-cell';

interface Count {
  readonly count: number;
}

const notation: Notation<Count> = {
  parse: (text) => (/^\{"count":\d+\}$/.test(text) ? (JSON.parse(text) as Count) : undefined),
  ttlMs: () => undefined,
};
const cellIn = (store: Store) => new RecordCell(store, 'key', notation);
const up = (value: Count | null) => ({ next: { count: (value?.count ?? 0) + 1 } });

describe('a record of the store', () => {
  it('begins with nothing and is changed from what it is', async () => {
    const cell = cellIn(new MemoryStore());

    await cell.change(up);
    await cell.change(up);

    expect((await cell.read()).value).toEqual({ count: 2 });
  });

  it('loses no change of many that come at the same time', async () => {
    const cell = cellIn(new MemoryStore());

    await Promise.all(Array.from({ length: 50 }, () => cell.change(up)));

    expect((await cell.read()).value).toEqual({ count: 50 });
  });

  it('is left alone when there is nothing to change', async () => {
    const store = new MemoryStore();
    const cell = cellIn(store);
    await cell.change(up);
    const change = jest.spyOn(store, 'compareAndSet');

    await cell.change(() => ({ next: null }));
    await cell.change((value) => ({ next: value }));

    expect(change).not.toHaveBeenCalled();
  });

  it('is deleted only when it is such a one', async () => {
    const cell = cellIn(new MemoryStore());
    await cell.change(up);

    await cell.remove(({ count }) => count === 7);
    const kept = await cell.read();
    await cell.remove(({ count }) => count === 1);

    expect(kept.value).toEqual({ count: 1 });
    expect((await cell.read()).value).toBeNull();
  });

  it.each([
    ['garbage', { text: 'garbage', foreign: false, nowMs: 1 }],
    ['the empty text', { text: '', foreign: false, nowMs: 1 }],
    ['a list of Redis', { text: null, foreign: true, nowMs: 1 }],
  ])('never passes for absent when the key holds %s', async (_, seen) => {
    const compareAndSet = jest.fn();
    const store = { read: async () => seen, compareAndSet, keys: async () => [] };
    const transition = jest.fn();
    const cell = cellIn(store);

    const acts = [cell.read(), cell.change(transition), cell.remove(() => true)];

    for (const act of acts) await expect(act).rejects.toThrow(StoreUnavailableError);
    expect(transition).not.toHaveBeenCalled();
    expect(compareAndSet).not.toHaveBeenCalled();
  });
});
