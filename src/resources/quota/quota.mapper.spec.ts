import type { GroupCode } from '../group-code';
import type { Msisdn } from '../msisdn';
import { shareGroup, sim } from '../target';
import { toQuotaAddition } from './quota.mapper';

it.each([
  [sim('09012345678' as Msisdn), { type: 'sim', msisdn: '09012345678' }],
  [shareGroup('AAA0_1' as GroupCode), { type: 'share_group', groupCode: 'AAA0_1' }],
])('names the target of an addition by its own kind of name: %j', (line, target) => {
  expect(toQuotaAddition('id', line, { amountMb: 7 })).toEqual({
    operationId: 'id',
    target,
    amountMb: 7,
    reference: null,
    requestedExpiresOn: null,
    acceptedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  });
});
