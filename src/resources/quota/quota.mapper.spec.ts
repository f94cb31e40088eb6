import type { GroupCode } from '../group-code';
import type { Msisdn } from '../msisdn';
import { shareGroup, sim } from '../target';
import { toQuotaTarget } from './quota.mapper';

it.each([
  [sim('09012345678' as Msisdn), { type: 'sim', msisdn: '09012345678' }],
  [shareGroup('AAA0_1' as GroupCode), { type: 'share_group', groupCode: 'AAA0_1' }],
])('names the target of a quota by its own kind of name: %j', (line, target) => {
  expect(toQuotaTarget(line)).toEqual(target);
});
