import type { TrafficInfo } from '../../freebit/operations/traffic-info/traffic-info';
import type { Retrieved } from '../freebit-reads';
import type { GroupCode } from '../group-code';
import type { Msisdn } from '../msisdn';
import type { ShareGroupTrafficDto, SimTrafficDto } from './traffic.dto';

export function toSimTraffic(
  msisdn: Msisdn,
  { value, retrievedAt, stale }: Retrieved<TrafficInfo>,
): SimTrafficDto {
  return {
    msisdn,
    todayKb: value.today,
    recentDaysKb: value.inRecentDays,
    blacklisted: value.blackList,
    retrievedAt,
    stale,
  };
}

export function toShareGroupTraffic(
  groupCode: GroupCode,
  { value, retrievedAt, stale }: Retrieved<TrafficInfo>,
): ShareGroupTrafficDto {
  return { groupCode, todayKb: value.today, blacklisted: value.blackList, retrievedAt, stale };
}
