import { FreebitCaller, textAt } from '../../test/contract/freebit-caller';
import { type Simulator, startSimulator } from '../simulator';

const DETAIL = '/mvno/getDetail/';
const TRAFFIC = '/mvno/getTrafficInfo/';
const QUOTA = '/master/addSpec/';
const PLAN = '/mvno/changePlan/';

const sim = '09012345678';
const item = { kind: 'MVNO', account: sim };
const quota = { kind: 'MVNO', account: sim, quota: '100' };
const plan = { account: sim, planCode: 'LTE3G_P02' };

const REFUSALS: readonly [string, string, object, string][] = [
  ['an unknown kind', DETAIL, { requestDatas: [{ ...item, kind: 'VOICE' }] }, '200'],
  ['a malformed phone number', DETAIL, { requestDatas: [{ ...item, account: '9012345678' }] }, '201'],
  ['no requestDatas', DETAIL, {}, '227'],
  ['an empty requestDatas', DETAIL, { requestDatas: [] }, '227'],
  ['an unknown displayPass', DETAIL, { displayPass: '30', requestDatas: [item] }, '226'],
  ['a malformed version', DETAIL, { version: '2.0', requestDatas: [item] }, '236'],
  ['an unknown line', DETAIL, { requestDatas: [{ ...item, account: '09011119999' }] }, '210'],
  ['an unknown master', DETAIL, { requestDatas: [{ kind: 'MASTER', account: 'nobody@test.ne.jp' }] }, '210'],
  ['a malformed account', TRAFFIC, { account: 'AAA0' }, '201'],
  ['no account', TRAFFIC, {}, '201'],
  ['an unknown line', TRAFFIC, { account: '09011119999' }, '210'],
  ['an unknown group', TRAFFIC, { account: 'ZZZ0_00000000001' }, '323'],
  ['a suspended line', TRAFFIC, { account: '08011110001' }, '211'],
  ['a line in a group', TRAFFIC, { account: '08011110002' }, '240'],
  ['a line without a plan', TRAFFIC, { account: '08011110003' }, '240'],
  ['a suspended group', TRAFFIC, { account: 'BBB0_00000000001' }, '211'],
  ['another kind than MVNO', QUOTA, { ...quota, kind: 'MASTER' }, '200'],
  ['a malformed account', QUOTA, { ...quota, account: '+819012345678' }, '201'],
  ['no megabytes', QUOTA, { ...quota, quota: '0' }, '221'],
  ['too many megabytes', QUOTA, { ...quota, quota: 512001 }, '221'],
  ['half a megabyte', QUOTA, { ...quota, quota: '0.5' }, '221'],
  ['a quotaCode with a space', QUOTA, { ...quota, quotaCode: 'a b' }, '237'],
  ['a day that does not exist', QUOTA, { ...quota, expire: '20260230' }, '204'],
  ['an unknown line', QUOTA, { ...quota, account: '09011119999' }, '210'],
  ['an unknown group', QUOTA, { ...quota, account: 'ZZZ0_00000000001' }, '323'],
  ['a suspended line', QUOTA, { ...quota, account: '08011110001' }, '211'],
  ['an obsolete line', QUOTA, { ...quota, account: '08011110005' }, '211'],
  ['a line that waits for set-up', QUOTA, { ...quota, account: '08011110006' }, '211'],
  ['a line in a group', QUOTA, { ...quota, account: '08011110002' }, '211'],
  ['a line without a plan', QUOTA, { ...quota, account: '08011110003' }, '234'],
  ['a line with a waiting job', QUOTA, { ...quota, account: '08011110004' }, '230'],
  ['a suspended group', QUOTA, { ...quota, account: 'BBB0_00000000001' }, '322'],
  ['a group with a waiting job', QUOTA, { ...quota, account: 'CCC0_00000000001' }, '325'],
  ['no planCode', PLAN, { account: sim }, '220'],
  ['a planCode with a space', PLAN, { ...plan, planCode: 'LTE 3G' }, '220'],
  ['a global address', PLAN, { ...plan, globalIp: '10' }, '231'],
  ['a malformed runTime', PLAN, { ...plan, runTime: 'tomorrow' }, '204'],
  ['an unknown line', PLAN, { ...plan, account: '09011119999' }, '210'],
  ['a group', PLAN, { ...plan, account: 'AAA0_00000000001' }, '210'],
  ['a suspended line', PLAN, { ...plan, account: '08011110001' }, '211'],
  ['a line in a group', PLAN, { ...plan, account: '08011110002' }, '330'],
  ['a line with a waiting job', PLAN, { ...plan, account: '08011110004' }, '230'],
];

describe('a rejected call', () => {
  let simulator: Simulator;
  let freebit: FreebitCaller;

  beforeAll(async () => {
    simulator = await startSimulator();
    freebit = new FreebitCaller(simulator.url);
    await freebit.login();
  });
  afterAll(() => simulator.close());

  it.each(REFUSALS)('because of %s at %s changes nothing and has its code', async (_, path, body, code) => {
    const before = simulator.lines.all();

    const refused = await freebit.code(path, body);

    expect(refused).toBe(code);
    expect(simulator.lines.all()).toEqual(before);
    expect(simulator.journal.executions()).toBe(0);
  });

  it.each([
    ['not-provided', '233'],
    ['not-allowed', '234'],
  ] as const)('because quota is %s has the code %s', async (quotaAddition, code) => {
    simulator.lines.seed({ msisdn: '09022223333', quotaAddition });
    simulator.groups.seed({ groupCode: 'DDD0_00000000001', quotaAddition });

    const ofLine = await freebit.code(QUOTA, { ...quota, account: '09022223333' });
    const ofGroup = await freebit.code(QUOTA, { ...quota, account: 'DDD0_00000000001' });

    expect([ofLine, ofGroup]).toEqual([code, code]);
  });

  it('has the HTTP status 200, or that of its status code if configured', async () => {
    const refused = await freebit.call(TRAFFIC, { account: 'ZZZ0_00000000001' });
    simulator.quirks.set({ refusalHttpStatus: 'statusCode' });
    const switched = await freebit.call(TRAFFIC, { account: 'ZZZ0_00000000001' });

    expect([refused.httpStatus, switched.httpStatus]).toEqual([200, 404]);
    expect(textAt(switched.text, 'resultCode')).toBe('323');
  });
});
