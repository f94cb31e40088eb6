import { ReadBench, type Got } from './read-bench';
import { eventually } from '../harness/slow-is-not-wrong';

const DETAIL = '/mvno/getDetail/';
const READS = 1_000;
const FREEBIT_MS = 2_500;
/** Without Redis, a read joins a call to Freebit only while that call is younger than this; later it makes its own. */
const JOINABLE_MS = 900;

/** One call a replica; if Redis was late, one more for each such period while callers kept coming. */
function callsAllowed(replicas: number, answers: readonly Got[], comingMs: number): number {
  const unsure = answers.filter(({ cacheStatus }) => cacheStatus.includes('store-unavailable')).length;
  const whenUnsure = unsure > 0 ? 1 + Math.floor(comingMs / JOINABLE_MS) : 0;
  return replicas * (whenUnsure + (unsure < answers.length ? 1 : 0));
}

let lines = 0;

describe('1,000 reads of one line at the same time, over three replicas', () => {
  let bench: ReadBench;
  beforeAll(async () => {
    bench = await ReadBench.start(3);
    await bench.connect(READS);
  });
  afterAll(() => bench.close());

  const line = () => {
    const msisdn = `0807777${String(++lines).padStart(4, '0')}`;
    bench.freebit.lines.seed(msisdn);
    return msisdn;
  };
  /** Whether Redis answers every replica in time again after the crowd of callers. */
  const isWell = async () => {
    const answers = await bench.readAll(3, '/sims/09012345678');
    return answers.every(({ cacheStatus }) => cacheStatus.includes('; hit'));
  };
  const degraded = async () => {
    const answers = await bench.readAll(3, '/health/ready');
    return answers.every(({ body }) => JSON.stringify(body).includes('degraded'));
  };

  it('make at most three calls to Freebit', async () => {
    const msisdn = line();
    await eventually(isWell);
    const startedMs = performance.now();

    const answers = await bench.readAll(READS, `/sims/${msisdn}`);

    const comingMs = performance.now() - startedMs;
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(READS);
    expect(bench.asked(msisdn)).toBeLessThanOrEqual(callsAllowed(3, answers, comingMs));
  });

  it('make few calls with Redis down, too, while Freebit is slow', async () => {
    const msisdn = line();
    await bench.redis.kill();
    await eventually(degraded);
    bench.freebit.faults.slow(FREEBIT_MS, DETAIL, Infinity);
    const startedMs = performance.now();

    const answers = await bench.readAll(READS, `/sims/${msisdn}`);

    const comingMs = performance.now() - startedMs - FREEBIT_MS;
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(READS);
    expect(bench.asked(msisdn)).toBeLessThanOrEqual(callsAllowed(3, answers, comingMs));
    expect(answers.filter(({ cacheStatus }) => cacheStatus.includes('store-unavailable'))).toHaveLength(
      READS,
    );
  });
});

describe('a replica without its Redis', () => {
  let bench: ReadBench;
  beforeAll(async () => {
    bench = await ReadBench.start(1);
    await bench.connect(1);
  });
  afterAll(() => bench.close());

  it.each([
    ['frozen', async () => bench.redis.freeze()],
    [
      'dead',
      async () => {
        bench.redis.thaw();
        await bench.redis.kill();
      },
    ],
  ])('serves nothing from the cache, because it cannot see writes: %s', async (_how, harm) => {
    const kept = await bench.read('/sims/09012345678');
    await harm();
    const asked = bench.asked('09012345678');

    const { status, cacheStatus } = await bench.read('/sims/09012345678');

    expect(kept.status).toBe(200);
    expect([status, cacheStatus]).toEqual([200, 'freebit-gateway; fwd=bypass; detail=store-unavailable']);
    expect(bench.asked('09012345678')).toBe(asked + 1);
  });

  it('serves from the cache again once Redis is back', async () => {
    await bench.redis.restart();

    await eventually(async () => (await bench.read('/sims/09012345678')).cacheStatus.includes('; hit'));
  });
});
