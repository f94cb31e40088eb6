import { type Simulator, startSimulator } from '../simulator';

const SIM = '09022223333';

describe('bad input to the control API', () => {
  let simulator: Simulator;

  beforeAll(async () => {
    simulator = await startSimulator();
  });
  afterAll(() => simulator.close());

  const control = async (method: string, path: string, text: string) => {
    const response = await fetch(simulator.controlUrl + path, { method, body: text });
    return { status: response.status, body: await response.json() };
  };

  it('is refused when it is not JSON', async () => {
    expect(await control('POST', '/seed', '{"lines"')).toEqual({
      status: 400,
      body: { error: 'body must be JSON', field: 'body' },
    });
  });

  it.each<[string, string, unknown, string]>([
    ['POST', '/seed', undefined, 'body'],
    ['POST', '/seed', { lines: ['123'] }, 'lines[0]'],
    ['POST', '/seed', { lines: [{ msisdn: SIM, sms: 11 }] }, 'lines[0].sms'],
    ['POST', '/seed', { lines: [{ msisdn: SIM, quota: -1 }] }, 'lines[0].quota'],
    ['POST', '/seed', { lines: [{ msisdn: SIM, colour: 'red' }] }, 'lines[0].colour'],
    ['POST', '/traffic', { account: '09099999999', kb: 1 }, 'account'],
    ['POST', '/traffic', { account: SIM, kb: 1.5 }, 'kb'],
    ['PUT', '/clock', { today: '2026-02-30' }, 'today'],
    ['POST', '/clock/advance', { days: -1 }, 'days'],
    ['POST', '/faults', { fault: 'flood' }, 'fault'],
    ['POST', '/faults', { fault: 'code' }, 'code'],
    ['POST', '/faults', { fault: 'hang', path: '/mvno/getDetails/' }, 'path'],
    ['PUT', '/faults/error-rate', { probability: 2 }, 'probability'],
    ['PATCH', '/auth', { refuseEveryKey: 'yes' }, 'refuseEveryKey'],
    ['PATCH', '/quirks', { numericIccid: 1 }, 'numericIccid'],
  ])('in %s %s with %j is refused with the name of the field %s', async (method, path, body, field) => {
    expect(await control(method, path, body === undefined ? '' : JSON.stringify(body))).toMatchObject({
      status: 400,
      body: { field },
    });
  });
});
