import type { TrafficInfo } from '../../freebit/calls/traffic-info/traffic-info';
import type { Retrieved } from '../line-reads';
import type { ShareGroup } from '../../lines/line';
import type { Sim } from '../../lines/line';
import type { ShareGroupTrafficDto, SimTrafficDto } from './traffic.dto';

export function toSimTraffic(sim: Sim, { value, retrievedAt, stale }: Retrieved<TrafficInfo>): SimTrafficDto {
  return {
    msisdn: sim.id,
    todayKb: value.today,
    recentDaysKb: value.inRecentDays,
    blacklisted: value.blackList,
    retrievedAt,
    stale,
  };
}

export function toShareGroupTraffic(
  group: ShareGroup,
  { value, retrievedAt, stale }: Retrieved<TrafficInfo>,
): ShareGroupTrafficDto {
  return { groupCode: group.id, todayKb: value.today, blacklisted: value.blackList, retrievedAt, stale };
}
