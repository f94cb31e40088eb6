import { textAt } from '../../test/contract/freebit-caller';
import { simulatorBench } from '../../test/contract/simulator-bench';

const QUOTA = '/master/addSpec/';
const PLAN = '/mvno/changePlan/';
const SIM = '09022223333';

describe('a write', () => {
  const bench = simulatorBench();
  beforeEach(() => {
    bench.simulator.clock.set('2026-02-05');
    bench.simulator.lines.seed({ msisdn: SIM, quota: '3161.31' });
  });

  const change = (fields: object) =>
    bench.freebit.code(PLAN, { account: SIM, planCode: 'LTE3G_P02', ...fields });

  it('adds quota twice when it is sent twice, and keeps the decimals', async () => {
    const addition = { kind: 'MVNO', account: SIM, quota: '100', quotaCode: 'campaign-100' };

    await bench.freebit.call(QUOTA, addition);
    await bench.freebit.call(QUOTA, { ...addition, quota: 100 });

    expect(bench.simulator.lines.get(SIM).quota).toBe('3361.31');
    expect(bench.simulator.journal.executions(SIM)).toBe(2);
    const { text } = await bench.freebit.call('/mvno/getDetail/', {
      requestDatas: [{ kind: 'MVNO', account: SIM }],
    });
    expect(textAt(text, 'responseDatas', 'quota')).toBe('3361.31');
  });

  it('adds quota to a share group', async () => {
    await bench.freebit.call(QUOTA, { kind: 'MVNO', account: 'QUMB_00000000001', quota: '512000' });

    expect(bench.simulator.groups.get('QUMB_00000000001').quota).toBe('522000');
  });

  it('changes the plan at once when no day is given', async () => {
    const code = await change({});

    expect(code).toBe('100');
    expect(bench.simulator.lines.get(SIM)).toMatchObject({ planCode: 'LTE3G_P02', async: null });
  });

  it.each(['20260204', '20260205'])('changes the plan at once when the day is %s', async (runTime) => {
    await change({ runTime });

    expect(bench.simulator.lines.get(SIM).planCode).toBe('LTE3G_P02');
  });

  it('is refused while a scheduled plan change waits for its day', async () => {
    await change({ runTime: '20260207' });

    expect(bench.simulator.lines.get(SIM)).toMatchObject({
      planCode: 'LTE3G_P01',
      async: { func: 'plnset', date: '20260207' },
    });
    expect(bench.simulator.journal.executions(SIM)).toBe(1);
    expect(await change({ planCode: 'LTE3G_P03' })).toBe('230');
    expect(await bench.freebit.code(QUOTA, { kind: 'MVNO', account: SIM, quota: '1' })).toBe('230');
  });

  it('executes a scheduled plan change when its day has come', async () => {
    await change({ runTime: '20260207' });

    bench.simulator.clock.advanceDays(1);
    expect(bench.simulator.lines.get(SIM).planCode).toBe('LTE3G_P01');
    bench.simulator.clock.advanceDays(1);

    expect(bench.simulator.lines.get(SIM)).toMatchObject({ planCode: 'LTE3G_P02', async: null });
    expect(await change({ planCode: 'LTE3G_P03' })).toBe('100');
  });

  it('releases the fixed addresses with globalIp 20', async () => {
    bench.simulator.lines.change(SIM, { ipv4: '203.0.113.10', ipv6: '2001:db8::10' });

    const kept = await bench.freebit.call(PLAN, { account: SIM, planCode: 'LTE3G_P02' });
    const returned = await bench.freebit.call(PLAN, { account: SIM, planCode: 'LTE3G_P02', globalIp: '20' });

    expect(textAt(kept.text, 'ipv4')).toBe('203.0.113.10');
    expect([textAt(returned.text, 'ipv4'), textAt(returned.text, 'ipv6')]).toEqual(['', '']);
  });

  it('assigns an address for a configured code', async () => {
    bench.simulator.quirks.set({ globalIpEnabledCode: '10' });

    const { text } = await bench.freebit.call(PLAN, { account: SIM, planCode: 'LTE3G_P02', globalIp: '10' });

    expect(textAt(text, 'ipv4')).toBe('203.0.113.25');
  });
});
