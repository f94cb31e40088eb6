import { FreebitCaller, textAt } from '../../test/contract/freebit-caller';
import { type Simulator, startSimulator } from '../simulator';

const QUOTA = '/master/addSpec/';
const PLAN = '/mvno/changePlan/';
const SIM = '09022223333';

describe('a write', () => {
  let simulator: Simulator;
  let freebit: FreebitCaller;

  beforeAll(async () => {
    simulator = await startSimulator();
    freebit = new FreebitCaller(simulator.url);
  });
  afterAll(() => simulator.close());
  beforeEach(async () => {
    simulator.reset();
    simulator.clock.set('2026-02-05');
    simulator.lines.seed({ msisdn: SIM, quota: '3161.31' });
    await freebit.login();
  });

  const change = (fields: object) => freebit.code(PLAN, { account: SIM, planCode: 'LTE3G_P02', ...fields });

  it('adds quota twice when it is sent twice, and keeps the decimals', async () => {
    const addition = { kind: 'MVNO', account: SIM, quota: '100', quotaCode: 'campaign-100' };

    await freebit.call(QUOTA, addition);
    await freebit.call(QUOTA, { ...addition, quota: 100 });

    expect(simulator.lines.get(SIM).quota).toBe('3361.31');
    expect(simulator.journal.executions(SIM)).toBe(2);
    const { text } = await freebit.call('/mvno/getDetail/', {
      requestDatas: [{ kind: 'MVNO', account: SIM }],
    });
    expect(textAt(text, 'responseDatas', 'quota')).toBe('3361.31');
  });

  it('adds quota to a share group', async () => {
    await freebit.call(QUOTA, { kind: 'MVNO', account: 'QUMB_00000000001', quota: '512000' });

    expect(simulator.groups.get('QUMB_00000000001').quota).toBe('522000');
  });

  it('changes the plan at once when no day is given', async () => {
    const code = await change({});

    expect(code).toBe('100');
    expect(simulator.lines.get(SIM)).toMatchObject({ planCode: 'LTE3G_P02', async: null });
  });

  it.each(['20260204', '20260205'])('changes the plan at once when the day is %s', async (runTime) => {
    await change({ runTime });

    expect(simulator.lines.get(SIM).planCode).toBe('LTE3G_P02');
  });

  it('waits for the day of a scheduled plan change and lets no other write in', async () => {
    await change({ runTime: '20260207' });

    expect(simulator.lines.get(SIM)).toMatchObject({
      planCode: 'LTE3G_P01',
      async: { func: 'plnset', date: '20260207' },
    });
    expect(simulator.journal.executions(SIM)).toBe(1);
    expect(await change({ planCode: 'LTE3G_P03' })).toBe('230');
    expect(await freebit.code(QUOTA, { kind: 'MVNO', account: SIM, quota: '1' })).toBe('230');
  });

  it('carries a scheduled plan change out when its day has come', async () => {
    await change({ runTime: '20260207' });

    simulator.clock.advanceDays(1);
    expect(simulator.lines.get(SIM).planCode).toBe('LTE3G_P01');
    simulator.clock.advanceDays(1);

    expect(simulator.lines.get(SIM)).toMatchObject({ planCode: 'LTE3G_P02', async: null });
    expect(await change({ planCode: 'LTE3G_P03' })).toBe('100');
  });

  it('gives the fixed addresses back with globalIp 20', async () => {
    simulator.lines.change(SIM, { ipv4: '203.0.113.10', ipv6: '2001:db8::10' });

    const kept = await freebit.call(PLAN, { account: SIM, planCode: 'LTE3G_P02' });
    const returned = await freebit.call(PLAN, { account: SIM, planCode: 'LTE3G_P02', globalIp: '20' });

    expect(textAt(kept.text, 'ipv4')).toBe('203.0.113.10');
    expect([textAt(returned.text, 'ipv4'), textAt(returned.text, 'ipv6')]).toEqual(['', '']);
  });

  it('allots an address for a code that was made known', async () => {
    simulator.quirks.set({ globalIpEnabledCode: '10' });

    const { text } = await freebit.call(PLAN, { account: SIM, planCode: 'LTE3G_P02', globalIp: '10' });

    expect(textAt(text, 'ipv4')).toBe('203.0.113.25');
  });
});
