import { simulatorBench } from '../test/contract/simulator-bench';

const QUOTA = '/master/addSpec/';
const ADDITION = { kind: 'MVNO', account: '09012345678', quota: '100' };

describe('the journal', () => {
  const bench = simulatorBench();

  it('contains no secret from any place in a body', async () => {
    await bench.freebit.call(QUOTA, {
      ...ADDITION,
      nested: { authKey: 'marker-1', list: [{ oemKey: 'marker-2' }] },
    });

    const text = JSON.stringify(bench.simulator.journal.entries());

    expect(text).toContain('sandbox-oem');
    for (const secret of [bench.freebit.authKey, 'sandbox-oem-key', 'marker-1', 'marker-2']) {
      expect(text).not.toContain(secret);
    }
  });

  it('shows the request, the login of its key, and its result', async () => {
    await bench.freebit.call(QUOTA, ADDITION, 'json');

    expect(bench.simulator.journal.entries({ path: QUOTA })).toEqual([
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
    await bench.freebit.call(QUOTA, ADDITION);
    await bench.freebit.call(QUOTA, { ...ADDITION, quota: '0' });
    await bench.freebit.call('/mvno/getTrafficInfo/', { account: '09012345678' });

    expect(bench.simulator.journal.counts()).toEqual({
      '/authOem/': 1,
      [QUOTA]: 2,
      '/mvno/getTrafficInfo/': 1,
    });
    expect([bench.simulator.journal.count(QUOTA), bench.simulator.journal.count()]).toEqual([2, 4]);
    expect(bench.simulator.journal.executions('09012345678')).toBe(1);
    expect(bench.simulator.journal.executions('08038433843')).toBe(0);
  });

  it('counts a request that met a fault, but no execution', async () => {
    bench.simulator.faults.hangUp(QUOTA);

    await expect(bench.freebit.call(QUOTA, ADDITION)).rejects.toThrow();

    expect(bench.simulator.journal.entries({ account: '09012345678' })).toMatchObject([
      { fault: 'reset', resultCode: null, executions: 0 },
    ]);
  });
});
