import { MemoryStore } from '../../store/memory.store';
import { Pseudonyms } from '../../store/pseudonyms';
import type { Store } from '../../store/store';
import { StoreEpoch, vouchesSinceMs } from './store-epoch';

const NOW_MS = 1_770_000_000_000;
const SKEW_MS = 10_000;

describe('the memory of a store', () => {
  let nowMs: number;
  let memory: MemoryStore;
  const onLost = jest.fn();
  /** What all replicas see, also after it was wiped. */
  const store: Store = {
    read: (key) => memory.read(key),
    compareAndSet: (key, seen, next, ttlMs) => memory.compareAndSet(key, seen, next, ttlMs),
    keys: (beginning) => memory.keys(beginning),
  };
  const replica = () => new StoreEpoch(store, new Pseudonyms('s', 'secret'), { onLost, onForeign: () => {} });
  const wipe = () => {
    memory = new MemoryStore(() => nowMs);
    nowMs += 1_000;
  };

  beforeEach(() => {
    nowMs = NOW_MS;
    onLost.mockReset();
    memory = new MemoryStore(() => nowMs);
  });

  it('begins with no margin on a first boot, however many replicas begin at once', async () => {
    const epochs = await Promise.all([replica(), replica(), replica()].map((one) => one.current()));

    expect(epochs.map(vouchesSinceMs)).toEqual([NOW_MS, NOW_MS, NOW_MS]);
    expect(onLost).not.toHaveBeenCalled();
  });

  it('goes on without a margin when replicas are restarted', async () => {
    await replica().current();
    nowMs += 5_000;

    expect(vouchesSinceMs(await replica().current())).toBe(NOW_MS);
  });

  it('allows ten seconds for clocks after a loss that a process has seen, and tells every replica', async () => {
    const witness = replica();
    await witness.current();
    wipe();

    const seen = vouchesSinceMs(await witness.current());
    const toldLater = vouchesSinceMs(await replica().current());

    expect([seen, toldLater]).toEqual([nowMs + SKEW_MS, nowMs + SKEW_MS]);
    expect(onLost).toHaveBeenCalledTimes(1);
  });

  it('allows it also when a new replica was quicker than the one that knows of the loss', async () => {
    const witness = replica();
    await witness.current();
    wipe();
    const cold = replica();

    const before = vouchesSinceMs(await cold.current());
    await witness.current();
    const after = vouchesSinceMs(await cold.current());

    expect([before, after]).toEqual([nowMs, nowMs + SKEW_MS]);
  });
});
