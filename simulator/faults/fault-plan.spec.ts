import { simulatorBench } from '../../test/contract/simulator-bench';

const QUOTA = '/master/addSpec/';
const TRAFFIC = '/mvno/getTrafficInfo/';

describe('the fault plan', () => {
  const bench = simulatorBench();

  const read = () => bench.freebit.call(TRAFFIC, { account: '09012345678' });

  it('delays all paths or one', async () => {
    bench.simulator.faults.latency(1);
    bench.simulator.faults.latency(40, TRAFFIC);
    const start = performance.now();

    await read();

    expect(performance.now() - start).toBeGreaterThanOrEqual(38);
    expect(bench.simulator.faults.latencyOf(QUOTA)).toBe(1);
  });

  it('hits random requests, and the same ones for the same seed', async () => {
    const strikes = async () => {
      bench.simulator.faults.errorRate({ probability: 0.5, seed: 7, path: TRAFFIC });
      const statuses = [];
      for (let i = 0; i < 20; i++) statuses.push((await read()).httpStatus);
      return statuses;
    };

    const first = await strikes();

    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect(await strikes()).toEqual(first);
  });

  it('does not accept a path that does not exist', () => {
    expect(() => bench.simulator.faults.hangUp('/mvno/getDetails/')).toThrow('no path /mvno/getDetails/');
  });
});
