import type { LineDetail } from '../../freebit/calls/account-detail/line-detail';
import type { Sim } from '../../lines/line';
import { toPlan, toPlanChangeAnswer } from './plan.mapper';

const MSISDN = '09012345678';
const SIM: Sim = { type: 'sim', id: MSISDN };
const line: LineDetail = {
  masterAccount: 'm',
  account: MSISDN,
  state: 'active',
  startDate: null,
  planCode: 'P',
  quota: 1,
  iccid: '8981199993109195000',
  imsi: '990103120337753',
  contractLine: '4G',
  size: 'nano',
  sms: true,
  talk: true,
  ipv4: null,
  ipv6: null,
  talkOption: null,
  async: null,
};

it('shows only the plan of a line', () => {
  const plan = toPlan(SIM, { value: line, retrievedAt: '2026-02-05T07:26:46Z', stale: false });

  expect(plan).toEqual({
    msisdn: MSISDN,
    planCode: 'P',
    ipv4: null,
    ipv6: null,
    pendingOperation: null,
    retrievedAt: '2026-02-05T07:26:46Z',
    stale: false,
  });
});

it.each([
  [undefined, { status: 200 }, { state: 'applied', effectiveOn: null }],
  [
    '2036-12-01',
    { status: 202, location: '/operations/id' },
    { state: 'scheduled', effectiveOn: '2036-12-01' },
  ],
])('answers a change for the day %s', (effectiveOn, head, body) => {
  const answer = toPlanChangeAnswer('id', SIM, {
    request: { planCode: 'P', ...(effectiveOn !== undefined && { effectiveOn }) },
    addresses: null,
  });

  expect(answer).toEqual({
    ...head,
    body: { operationId: 'id', msisdn: MSISDN, planCode: 'P', ipv4: null, ipv6: null, ...body },
  });
});
