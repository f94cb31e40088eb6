import { simulatorBench } from '../test/contract/simulator-bench';
import { readProfile } from './profile';

const code = { type: 'string', length: 3, shape: '999' };
const PROFILE = {
  version: 1,
  calls: {
    'PA03-02': {
      encoding: 'json',
      path: '/mvno/getInfo/',
      httpStatusOfRejection: 500,
      fields: {
        result_code: code,
        status: { type: 'object' },
        'status.statusCode': { type: 'string' },
        responseDatas: { type: 'array' },
        'responseDatas[].Account': { type: 'number', length: 10, shape: '9999999999' },
        'responseDatas[].startDate': { type: 'string', length: 10, shape: '9999-99-99' },
        'responseDatas[].quota': { type: 'string' },
        'responseDatas[].sms': { type: 'boolean' },
        'responseDatas[].ipv4': { type: 'null' },
        'responseDatas[].contractName': { type: 'string', length: 5, shape: 'Aaa-9' },
        'responseDatas[].resultCode': code,
      },
    },
  },
};
const LINE = { requestDatas: [{ kind: 'MVNO', account: '07011112222' }] };

describe('a profile', () => {
  const bench = simulatorBench();

  beforeEach(() => bench.simulator.quirks.set({ calls: readProfile(JSON.stringify(PROFILE)).calls }));

  it('sets path, encoding, and the names, types and shapes of a success', async () => {
    const { text } = await bench.freebit.call('/mvno/getInfo/', LINE, 'json');

    expect(JSON.parse(text)).toEqual({
      result_code: '100',
      status: { statusCode: '200' },
      responseDatas: [
        {
          Account: 7011112222,
          startDate: '2024-04-01',
          quota: '512.25',
          sms: true,
          ipv4: null,
          contractName: 'Xxx-1',
          resultCode: '100',
        },
      ],
    });
  });

  it('sets the status of a rejection, which has no field of a success', async () => {
    const unknown = { requestDatas: [{ kind: 'MVNO', account: '09099999999' }] };

    const { httpStatus, text } = await bench.freebit.call('/mvno/getInfo/', unknown, 'json');

    expect(httpStatus).toBe(500);
    expect(JSON.parse(text)).toEqual({ result_code: '210', status: { statusCode: '500' } });
  });

  it('leaves other calls and master accounts as in the papers', async () => {
    const master = { requestDatas: [{ kind: 'MASTER', account: 'testMaster@test.ne.jp' }] };

    const detail = await bench.freebit.call('/mvno/getInfo/', master, 'json');
    const traffic = await bench.freebit.call('/mvno/getTrafficInfo/', { account: '09012345678' });

    expect(JSON.parse(detail.text)).toMatchObject({ masterAccount: 'testMaster@test.ne.jp' });
    expect(JSON.parse(traffic.text)).toMatchObject({ resultCode: '100', traffic: { blackList: '10' } });
  });

  it.each([
    ['{', 'the profile is not JSON'],
    ['{"version":2,"calls":{}}', 'the profile is not valid: version must be one of 1'],
    ['{"version":1,"calls":{"PA09-99":{}}}', /calls\.PA09-99 is none of PA01-01, /],
    ['{"version":1,"calls":{"PA03-02":{"encoding":"xml"}}}', /calls\.PA03-02\.encoding must be one of form/],
  ])('that reads %s is refused by name', (json, reason) => {
    expect(() => readProfile(json)).toThrow(reason);
  });
});
