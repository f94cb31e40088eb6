import fc from 'fast-check';
import { MemoryStore } from '../../src/store/memory.store';
import { RedisStore } from '../../src/store/redis/redis.store';
import { RedisServer } from '../harness/redis-server';
import { until } from './store-bench';
import { histories, WriteModel, type Event } from './write-model';
import type { WorldStore } from './write-world';

// What waits does so on the clock of the test.
jest.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
}));

/** Codes that are no answer about a write and still the right one, once everything has ended. */
const FINAL_CODES = ['PREVIOUS_OUTCOME_UNKNOWN', 'IDEMPOTENCY_KEY_REUSED'];

/** What a history has broken: the rules, and the promise that everybody gets an answer in the end. */
async function brokenBy(store: WorldStore, history: readonly Event[]): Promise<string[]> {
  const model = new WriteModel(store);
  await model.live(history);
  const answers = await model.askAgain();
  const stuck = answers.filter(({ kind, code = '' }) => kind === 'nothing' && !FINAL_CODES.includes(code));
  return [...model.world.rules.broken, ...stuck.map(({ code }) => `I8: a key is stuck with ${code}`)];
}

describe('writes, whatever befalls several processes, their store and Freebit', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  });
  afterEach(() => jest.useRealTimers());

  it('are executed at most once and truthfully answered, over a store in memory', async () => {
    const property = fc.asyncProperty(histories, async (history) => {
      const memory = new MemoryStore(() => Date.now());
      const wipe = () => memory.close();
      const store = {
        read: memory.read.bind(memory),
        compareAndSet: memory.compareAndSet.bind(memory),
        keys: memory.keys.bind(memory),
        wipe,
      };

      expect(await brokenBy(store, history)).toEqual([]);
    });

    await fc.assert(property, { numRuns: Number(process.env.RUNS ?? 300) });
  }, 600_000);
});
