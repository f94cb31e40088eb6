import fc from 'fast-check';
import { MemoryStore } from '../../src/store/memory.store';
import { RedisStore } from '../../src/store/redis/redis.store';
import type { Store } from '../../src/store/store';
import { RedisServer } from '../harness/redis-server';
import { histories, WriteModel, type Event } from './write-model';
import { wipeable } from './write-world';
import { eventually } from '../harness/slow-is-not-wrong';

// Pauses use the clock of the test.
jest.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
}));

/** Codes that do not answer for a write but are correct at the end of a history. */
const FINAL_CODES = [
  ...['PREVIOUS_OUTCOME_UNKNOWN', 'IDEMPOTENCY_KEY_REUSED'],
  // The clock of the store was set back, or forward.
  ...['IDEMPOTENCY_KEY_INVALID', 'IDEMPOTENCY_KEY_EXPIRED'],
];

/** The rules that a history has broken, and the keys that never get an answer. */
async function brokenBy(store: Store, history: readonly Event[]): Promise<string[]> {
  const model = new WriteModel(wipeable(store));
  await model.live(history);
  const answers = await model.askAgain();
  const stuck = answers.filter(({ kind, code = '' }) => kind === 'nothing' && !FINAL_CODES.includes(code));
  return [...model.world.rules.broken, ...stuck.map(({ code }) => `I8: a key is stuck with ${code}`)];
}

function breaksNothing(open: () => Store) {
  return fc.asyncProperty(histories, async (history) => {
    expect(await brokenBy(open(), history)).toEqual([]);
  });
}

describe('writes, with failing processes, store and Freebit,', () => {
  let server: RedisServer;
  let redis: RedisStore;

  beforeAll(async () => {
    server = await RedisServer.start();
    redis = RedisStore.open(server.url, { keyPrefix: 'model:' });
    await eventually(() => redis.isAvailable());
  });
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  });
  afterEach(() => jest.useRealTimers());
  afterAll(async () => {
    await redis.close();
    await server.close();
  });

  it('are executed at most once and answered correctly, over a store in memory', async () => {
    await fc.assert(
      breaksNothing(() => new MemoryStore(() => Date.now())),
      { numRuns: 100 },
    );
  }, 300_000);

  it('are executed at most once and answered correctly, over Redis', async () => {
    await fc.assert(
      breaksNothing(() => redis),
      { numRuns: 10 },
    );
  }, 300_000);
});
