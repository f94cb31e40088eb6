import { FreebitCaller } from '../test/contract/freebit-caller';
import { type Simulator, startSimulator } from './simulator';

const QUOTA = '/master/addSpec/';
const ADDITION = { kind: 'MVNO', account: '09012345678', quota: '100' };

describe('the journal', () => {
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

  it('keeps no secret, wherever it stands in a body', async () => {
    await freebit.call(QUOTA, {
      ...ADDITION,
      nested: { authKey: 'marker-1', list: [{ oemKey: 'marker-2' }] },
    });

    const text = JSON.stringify(simulator.journal.entries());

    expect(text).toContain('sandbox-oem');
    for (const secret of [freebit.authKey, 'sandbox-oem-key', 'marker-1', 'marker-2']) {
      expect(text).not.toContain(secret);
    }
  });

  it('says what was asked, which login it came with, and what became of it', async () => {
    await freebit.call(QUOTA, ADDITION, 'json');

    expect(simulator.journal.entries({ path: QUOTA })).toEqual([
      expect.objectContaining({
        path: QUOTA,
        encoding: 'json',
        account: '09012345678',
        body: { ...ADDITION, authKey: '***' },
        login: 1,
        resultCode: 100,
        fault: null,
        executions: 1,
      }),
    ]);
  });

  it('counts requests by path and executions by account', async () => {
    await freebit.call(QUOTA, ADDITION);
    await freebit.call(QUOTA, { ...ADDITION, quota: '0' });
    await freebit.call('/mvno/getTrafficInfo/', { account: '09012345678' });

    expect(simulator.journal.counts()).toEqual({ '/authOem/': 1, [QUOTA]: 2, '/mvno/getTrafficInfo/': 1 });
    expect([simulator.journal.count(QUOTA), simulator.journal.count()]).toEqual([2, 4]);
    expect(simulator.journal.executions('09012345678')).toBe(1);
    expect(simulator.journal.executions('08038433843')).toBe(0);
  });

  it('counts a request that a fault befell, and no execution', async () => {
    simulator.faults.hangUp(QUOTA);

    await expect(freebit.call(QUOTA, ADDITION)).rejects.toThrow();

    expect(simulator.journal.entries({ account: '09012345678' })).toMatchObject([
      { fault: 'reset', resultCode: null, executions: 0 },
    ]);
  });
});
