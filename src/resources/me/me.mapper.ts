import type { Caller } from '../../access/caller';
import type { CallerQuota, LimitState, LineQuota, Standing } from '../../limits/caller-window';
import type { DailyStanding } from '../../limits/money-limits';
import type { DailyAmountDto, InFlightLimitDto, LinesLimitDto, MeDto, RateLimitDto } from './me.dto';

/** The limits of a caller, and how much of each is used. */
export interface UsedLimits {
  readonly quota: CallerQuota;
  readonly standing: Standing;
  readonly inFlight: InFlightLimitDto;
  /** Null without a daily limit. */
  readonly daily: DailyStanding | null;
}

export function toMe(caller: Caller, { quota, standing, inFlight, daily }: UsedLimits): MeDto {
  const { id, authenticatedBy, scopes, lines, maxAmountMb, planCodes } = caller;
  return {
    id,
    authenticatedBy,
    scopes: [...scopes],
    lines: lines ? [...lines] : null,
    limits: {
      rate: toRate(quota, standing),
      inFlight,
      trafficLines: toLines(quota.lines.traffic, standing.lines.traffic),
      otherLines: toLines(quota.lines.other, standing.lines.other),
      maxAmountMb: maxAmountMb ?? null,
      dailyAmountMb: toDailyAmount(caller, daily),
      planCodes: planCodes ? [...planCodes] : null,
    },
  };
}

function toRate({ rate }: CallerQuota, standing: Standing): RateLimitDto | null {
  if (!rate || !standing.rate) return null;
  return { perSecond: rate.perSecond, burst: rate.burst, remaining: standing.rate.remaining };
}

function toLines(quota: LineQuota | undefined, state: LimitState | null): LinesLimitDto | null {
  if (!quota || !state) return null;
  return { limit: quota.most, windowSeconds: quota.windowMs / 1000, remaining: state.remaining };
}

function toDailyAmount({ dailyAmountMb }: Caller, daily: DailyStanding | null): DailyAmountDto | null {
  if (dailyAmountMb === undefined || daily === null) return null;
  return { limitMb: dailyAmountMb, remainingMb: daily.remainingMb, day: daily.day };
}
