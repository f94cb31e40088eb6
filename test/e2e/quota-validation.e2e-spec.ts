import { randomUUID } from 'node:crypto';
import { Gateway } from '../harness/gateway';
import { startOver } from './freebit-routes';

/** Bodies that both quota routes refuse, and the errors they get. */
const REFUSED: readonly (readonly [body: string, ...errors: string[]])[] = [
  ['', '# required'],
  ['null', '# wrong_type'],
  ['[{"amountMb":100}]', '# wrong_type'],
  ['"100"', '# wrong_type'],
  ['100', '# wrong_type'],
  ['{"amountMb":100', '# malformed_json'],
  ['amountMb=100', '# malformed_json'],
  ['{}', '#/amountMb required'],
  ['{"AmountMb":100}', '#/AmountMb unknown_property', '#/amountMb required'],
  ['{"amountMb":"100"}', '#/amountMb wrong_type'],
  ['{"amountMb":null}', '#/amountMb wrong_type'],
  ['{"amountMb":true}', '#/amountMb wrong_type'],
  ['{"amountMb":[100]}', '#/amountMb wrong_type'],
  ['{"amountMb":{}}', '#/amountMb wrong_type'],
  ['{"amountMb":1.5}', '#/amountMb wrong_type'],
  ['{"amountMb":0}', '#/amountMb out_of_range'],
  ['{"amountMb":-100}', '#/amountMb out_of_range'],
  ['{"amountMb":512001}', '#/amountMb out_of_range'],
  ['{"amountMb":1e400}', '#/amountMb inexact_number'],
  ['{"amountMb":100.00000000000000001}', '#/amountMb inexact_number'],
  ['{"amountMb":100,"amountMb":100}', '#/amountMb duplicate_property'],
  ['{"amountMb":100,"quota":"1"}', '#/quota unknown_property'],
  ['{"amountMb":100,"authKey":"x"}', '#/authKey unknown_property'],
  ['{"amountMb":100,"__proto__":{}}', '#/__proto__ unknown_property'],
  ['{"amountMb":100,"reference":""}', '#/reference invalid_format'],
  ['{"amountMb":100,"reference":"a b"}', '#/reference invalid_format'],
  ['{"amountMb":100,"reference":"a\\n"}', '#/reference invalid_format'],
  ['{"amountMb":100,"reference":"é"}', '#/reference invalid_format'],
  [`{"amountMb":100,"reference":"${'x'.repeat(513)}"}`, '#/reference invalid_format'],
  ['{"amountMb":100,"reference":7}', '#/reference wrong_type'],
  ['{"amountMb":100,"reference":null}', '#/reference wrong_type'],
  ['{"amountMb":100,"expiresOn":"2027-02-30"}', '#/expiresOn not_a_calendar_day'],
  ['{"amountMb":100,"expiresOn":"2100-02-29"}', '#/expiresOn not_a_calendar_day'],
  ['{"amountMb":100,"expiresOn":"2027-13-01"}', '#/expiresOn not_a_calendar_day'],
  ['{"amountMb":100,"expiresOn":"0000-00-00"}', '#/expiresOn not_a_calendar_day'],
  ['{"amountMb":100,"expiresOn":"1999-12-31"}', '#/expiresOn day_in_the_past'],
  ['{"amountMb":100,"expiresOn":"20271231"}', '#/expiresOn invalid_format'],
  ['{"amountMb":100,"expiresOn":"2027-1-1"}', '#/expiresOn invalid_format'],
  ['{"amountMb":100,"expiresOn":"2027-12-31T00:00:00Z"}', '#/expiresOn invalid_format'],
  ['{"amountMb":100,"expiresOn":"+02027-12-31"}', '#/expiresOn invalid_format'],
  ['{"amountMb":100,"expiresOn":"2027-12-31 "}', '#/expiresOn invalid_format'],
  ['{"amountMb":100,"expiresOn":""}', '#/expiresOn invalid_format'],
  ['{"amountMb":100,"expiresOn":20271231}', '#/expiresOn invalid_format'],
  ['{"amountMb":100,"expiresOn":null}', '#/expiresOn invalid_format'],
  [
    '{"amountMb":0,"reference":"","x":1}',
    '#/x unknown_property',
    '#/amountMb out_of_range',
    '#/reference invalid_format',
  ],
];

const ROUTES = ['/sims/09012345678/quota', '/share-groups/AAA0_00000000001/quota'];

describe.each(ROUTES)('POST %s', (path) => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  beforeEach(() => startOver(gateway));
  afterAll(() => gateway.close());

  const post = (body: string) =>
    gateway.http
      .post(path)
      .set('Idempotency-Key', randomUUID())
      .set('Content-Type', 'application/json')
      .send(body);

  it.each(REFUSED)('refuses %.60s and sends nothing', async (text, ...expected) => {
    const { body } = await post(text).expect(400);

    const errors: readonly { pointer: string; code: string; message: string }[] = body.errors;
    expect(body).toMatchObject({ code: 'VALIDATION_FAILED', retryable: false, outcome: 'not_applied' });
    expect(errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(expected);
    expect(gateway.freebit.journal.count()).toBe(0);
  });

  it.each([
    ['1', '1'],
    ['512000', '512000'],
    ['1e2', '100'],
    ['100.0', '100'],
    ['5.12E+5', '512000'],
  ])('reads the amount %s as a whole number', async (written, sent) => {
    await post(`{"amountMb":${written}}`).expect(201);

    expect(gateway.freebit.journal.entries({ path: '/master/addSpec/' })).toMatchObject([
      { body: { quota: sent } },
    ]);
  });

  it('accepts a reference of 512 characters', async () => {
    const reference = 'x'.repeat(512);

    const { body } = await post(JSON.stringify({ amountMb: 1, reference })).expect(201);

    expect(body.reference).toBe(reference);
  });

  it('accepts today in Tokyo as the last day', async () => {
    const today = gateway.freebit.clock.today();

    const { body } = await post(`{"amountMb":1,"expiresOn":"${today}"}`).expect(201);

    expect(body.requestedExpiresOn).toBe(today);
  });

  it('refuses yesterday in Tokyo, whatever the time zone of the gateway', async () => {
    const today = gateway.freebit.clock.today();
    const yesterday = new Date(Date.parse(today) - 86_400_000).toISOString().slice(0, 10);

    const { body } = await post(`{"amountMb":1,"expiresOn":"${yesterday}"}`).expect(400);

    expect(body.errors).toMatchObject([{ pointer: '#/expiresOn', code: 'day_in_the_past' }]);
  });
});
