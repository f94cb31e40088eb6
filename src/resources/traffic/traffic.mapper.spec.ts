import fc from 'fast-check';
import type { TrafficInfo } from '../../freebit/calls/traffic-info/traffic-info';
import { toShareGroupTraffic, toSimTraffic } from './traffic.mapper';

const LEAK = 'pa55word';
const traffic: fc.Arbitrary<TrafficInfo> = fc
  .record({
    account: fc.string(),
    today: fc.nat(),
    inRecentDays: fc.array(fc.nat()),
    blackList: fc.option(fc.boolean(), { nil: undefined }),
  })
  .chain((info) => fc.dictionary(fc.string(), fc.constant(LEAK)).map((more) => ({ ...more, ...info })));

const retrieved = (value: TrafficInfo) => ({ value, retrievedAt: '2026-02-05T07:26:46Z', stale: true });

describe('traffic made from an answer of Freebit', () => {
  it('of a SIM has only the documented fields', () => {
    fc.assert(
      fc.property(traffic, (value) => {
        const mapped = toSimTraffic({ type: 'sim', id: '09012345678' }, retrieved(value));

        expect(mapped).toEqual({
          msisdn: '09012345678',
          todayKb: value.today,
          recentDaysKb: value.inRecentDays,
          blacklisted: value.blackList,
          retrievedAt: '2026-02-05T07:26:46Z',
          stale: true,
        });
      }),
    );
  });

  it('of a share group has no recent days', () => {
    fc.assert(
      fc.property(traffic, (value) => {
        const mapped = toShareGroupTraffic({ type: 'share_group', id: 'AAA0_1' }, retrieved(value));

        expect(Object.keys(mapped)).toEqual(['groupCode', 'todayKb', 'blacklisted', 'retrievedAt', 'stale']);
        expect(JSON.stringify(mapped)).not.toContain(LEAK);
      }),
    );
  });
});
