import type { WritableLine } from '../../lines/line';
import type { TargetDto } from './quota.dto';
import { toQuotaAddition } from './quota.mapper';

it.each<[WritableLine, TargetDto]>([
  [
    { type: 'sim', id: '09012345678' },
    { type: 'sim', msisdn: '09012345678' },
  ],
  [
    { type: 'share_group', id: 'AAA0_1' },
    { type: 'share_group', groupCode: 'AAA0_1' },
  ],
])('names the target of an addition by the id of its type: %j', (line, target) => {
  expect(toQuotaAddition('id', line, { amountMb: 7 })).toEqual({
    operationId: 'id',
    target,
    amountMb: 7,
    reference: null,
    requestedExpiresOn: null,
    acceptedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  });
});
