import { FreebitCaller } from '../../test/contract/freebit-caller';
import { type Simulator, startSimulator } from '../simulator';

const QUOTA = '/master/addSpec/';
const TRAFFIC = '/mvno/getTrafficInfo/';

describe('the plan of faults', () => {
  let simulator: Simulator;
  let freebit: FreebitCaller;

  beforeAll(async () => {
    simulator = await startSimulator();
    freebit = new FreebitCaller(simulator.url);
  });
  afterAll(() => simulator.close());
  beforeEach(async () => {
    simulator.reset();
    await freebit.login();
  });

  const read = () => freebit.call(TRAFFIC, { account: '09012345678' });

  it('delays all paths or one', async () => {
    simulator.faults.latency(1);
    simulator.faults.latency(40, TRAFFIC);
    const start = performance.now();

    await read();

    expect(performance.now() - start).toBeGreaterThanOrEqual(38);
    expect(simulator.faults.latencyOf(QUOTA)).toBe(1);
  });

  it('strikes at random, and the same requests for the same seed', async () => {
    const strikes = async () => {
      simulator.faults.errorRate({ probability: 0.5, seed: 7, path: TRAFFIC });
      const statuses = [];
      for (let i = 0; i < 20; i++) statuses.push((await read()).httpStatus);
      return statuses;
    };

    const first = await strikes();

    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect(await strikes()).toEqual(first);
  });

  it('has no room for a path that does not exist', () => {
    expect(() => simulator.faults.hangUp('/mvno/getDetails/')).toThrow('no path /mvno/getDetails/');
  });
});
