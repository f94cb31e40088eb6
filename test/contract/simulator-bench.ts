import { type Simulator, startSimulator } from '../../simulator/simulator';
import { FreebitCaller } from './freebit-caller';

/** A simulator and a logged-in caller: started for the tests of one `describe`, reset before each. */
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
