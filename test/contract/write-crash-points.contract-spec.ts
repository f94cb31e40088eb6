import { MemoryStore } from '../../src/store/memory.store';
import { BUCKET, names, WriteReplica } from './write-replica';
import { type Fate, wipeable, WriteWorld } from './write-world';

jest.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
}));

const WISH = { key: 'key', line: 'L', amount: 1 };
const OPERATION = names.operationId('caller', 'POST /quota', WISH.key, BUCKET);
const LONGEST_LEASE_MS = 61_000;

interface Aftermath {
  /** The record after the process died and its last messages had arrived or were lost. */
  readonly state: string;
  readonly executions: number;
  readonly answers: readonly string[];
  readonly ended: boolean;
}

/** Kills a process after a number of steps, then repeats the write through three others after the longest lease. */
async function killAfter(steps: number, underWay: Fate): Promise<Aftermath> {
  const world = new WriteWorld(wipeable(new MemoryStore(() => Date.now())));
  const ask = (name: string) => new WriteReplica(world, name).ask(WISH);
  void ask('victim');
  await world.pass(0);
  for (let step = 0; step < steps && world.pending > 0; step++) await world.happen(0);
  const ended = world.pending === 0;
  world.kill('victim');
  while (world.pending > 0) await world.happen(0, underWay);
  const state = world.rules.recordOf(OPERATION)?.state ?? 'none';
  const answers = [];
  for (const name of ['first', 'second', 'third']) {
    await world.pass(LONGEST_LEASE_MS);
    const answer = ask(name);
    await world.pass(0);
    while (world.pending > 0) await world.happen(0);
    answers.push((await answer).kind);
  }
  expect([...world.rules.broken]).toEqual([]);
  return { state, executions: world.rules.executions(OPERATION), answers, ended };
}

describe('a process that dies in the middle of a write', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  });
  afterEach(() => jest.useRealTimers());

  it.each(['delivered', 'refused'] as const)(
    'leaves after any step a key that is executed exactly once or stays unknown (last messages %s)',
    async (lastWords) => {
      const seen: Record<string, number> = {};
      let after: Aftermath;
      let steps = 0;
      do {
        after = await killAfter(steps++, lastWords);
        seen[after.state] = (seen[after.state] ?? 0) + 1;

        const wasSent = after.state === 'sent';
        expect(after.answers).toEqual(Array(3).fill(wasSent ? 'unknown' : 'success'));
        if (wasSent) expect(after.executions).toBeLessThanOrEqual(1);
        else expect(after.executions).toBe(1);
      } while (!after.ended);

      expect(steps).toBeGreaterThan(10);
      expect(Object.keys(seen).sort()).toEqual(
        [...(lastWords === 'refused' ? ['none'] : []), 'applied', 'reserved', 'sent'].sort(),
      );
    },
  );
});
