import { ReadBench } from './read-bench';
import { eventually } from './write-bench';

// Holds to the clock, and other tests have the same two cores: what is late once is asked again, and told.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

const DETAIL = '/mvno/getDetail/';
const READS = 1_000;

let lines = 0;

describe('1,000 reads of one line at the same time, over three replicas', () => {
  let bench: ReadBench;
  beforeAll(async () => {
    bench = await ReadBench.start(3);
    await bench.connect(READS);
  }, 60_000);
  afterAll(() => bench.close());

  const line = () => {
    const msisdn = `0807777${String(++lines).padStart(4, '0')}`;
    bench.freebit.lines.seed(msisdn);
    return msisdn;
  };
  const degraded = async () => {
    const answers = await bench.readAll(3, '/health/ready');
    return answers.every(({ body }) => JSON.stringify(body).includes('degraded'));
  };

  it('are at most three questions to Freebit', async () => {
    const msisdn = line();

    const answers = await bench.readAll(READS, `/sims/${msisdn}`);

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(READS);
    expect(bench.asked(msisdn)).toBeLessThanOrEqual(3);
  });

  it('and also with Redis down, while Freebit takes its time', async () => {
    const msisdn = line();
    await bench.redis.kill();
    await eventually(degraded);
    bench.freebit.faults.slow(2_500, DETAIL, Infinity);

    const answers = await bench.readAll(READS, `/sims/${msisdn}`);

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(READS);
    expect(bench.asked(msisdn)).toBeLessThanOrEqual(3);
    expect(answers.filter(({ cacheStatus }) => cacheStatus.includes('store-unavailable'))).toHaveLength(
      READS,
    );
  });
});

describe('a replica whose Redis is gone', () => {
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
  ])('gives nothing that it kept, because it cannot know of writes: %s', async (_how, harm) => {
    const kept = await bench.read('/sims/09012345678');
    await harm();
    const asked = bench.asked('09012345678');

    const { status, cacheStatus } = await bench.read('/sims/09012345678');

    expect(kept.status).toBe(200);
    expect([status, cacheStatus]).toEqual([200, 'freebit-gateway; fwd=bypass; detail=store-unavailable']);
    expect(bench.asked('09012345678')).toBe(asked + 1);
  });

  it('answers from Redis again once that is back', async () => {
    await bench.redis.restart();

    await eventually(async () => (await bench.read('/sims/09012345678')).cacheStatus.includes('; hit'));
  });
});
