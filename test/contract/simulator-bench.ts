import { type Simulator, startSimulator } from '../../simulator/simulator';
import { FreebitCaller } from './freebit-caller';

/** A simulator and somebody who is logged in to it: started for the tests of one `describe`, as new before each. */
export function simulatorBench() {
  const bench = {} as { simulator: Simulator; freebit: FreebitCaller };
  beforeAll(async () => {
    bench.simulator = await startSimulator();
    bench.freebit = new FreebitCaller(bench.simulator.url);
  });
  afterAll(() => bench.simulator.close());
  beforeEach(async () => {
    bench.simulator.reset();
    await bench.freebit.login();
  });
  return bench;
}
