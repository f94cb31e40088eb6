import { ApiProperty } from '@nestjs/swagger';
import type { Scope } from '../../config/scopes';

/** How many requests a second a caller may send. */
export class RateLimitDto {
  /**
   * Requests a second; may be a fraction.
   * @example 10
   */
  readonly perSecond!: number;

  /**
   * Requests that may be sent at once.
   * @example 20
   */
  @ApiProperty({ type: 'integer' })
  readonly burst!: number;

  /**
   * Requests that are left now.
   * @example 19
   */
  @ApiProperty({ type: 'integer' })
  readonly remaining!: number;
}

/** How many requests may be in flight at the same time. */
export class InFlightLimitDto {
  /** @example 32 */
  @ApiProperty({ type: 'integer' })
  readonly limit!: number;

  /**
   * How many more may be sent now.
   * @example 31
   */
  @ApiProperty({ type: 'integer' })
  readonly remaining!: number;
}

/** How many different lines may be used in a period. */
export class LinesLimitDto {
  /** @example 60 */
  @ApiProperty({ type: 'integer' })
  readonly limit!: number;

  /** @example 600 */
  @ApiProperty({ type: 'integer' })
  readonly windowSeconds!: number;

  /**
   * How many further lines may be used now.
   * @example 58
   */
  @ApiProperty({ type: 'integer' })
  readonly remaining!: number;
}

/** How much data a caller may add in a day. */
export class DailyAmountDto {
  /**
   * Megabytes in a calendar day of Asia/Tokyo.
   * @example 50000
   */
  @ApiProperty({ type: 'integer' })
  readonly limitMb!: number;

  /**
   * Megabytes that are left today. Additions of unknown outcome count.
   * @example 49900
   */
  @ApiProperty({ type: 'integer' })
  readonly remainingMb!: number;

  /**
   * The current day in Asia/Tokyo.
   * @example "2026-02-05"
   */
  @ApiProperty({ format: 'date' })
  readonly day!: string;
}

/** The limits of a caller, and what is left of them; null where there is no limit. */
export class CallerLimitsDto {
  readonly rate!: RateLimitDto | null;
  readonly inFlight!: InFlightLimitDto | null;

  /** Different lines whose traffic is read. Freebit forbids bulk retrieval of it. */
  readonly trafficLines!: LinesLimitDto | null;

  /** Different lines for everything else: details and writes. */
  readonly otherLines!: LinesLimitDto | null;

  /**
   * The largest amount of one addition in megabytes.
   * @example 10000
   */
  @ApiProperty({ type: 'integer' })
  readonly maxAmountMb!: number | null;

  readonly dailyAmountMb!: DailyAmountDto | null;

  /**
   * The only plan codes that may be set.
   * @example ["LTE3G_P01", "LTE3G_P02"]
   */
  readonly planCodes!: string[] | null;
}

/** The caller, as this gateway knows it. */
export class MeDto {
  /**
   * The id of an API client, or `jwt:` and the subject of an access token.
   * @example "portal"
   */
  readonly id!: string;

  /** @example "api_key" */
  readonly authenticatedBy!: 'api_key' | 'token';

  /**
   * What the caller may do.
   * @example ["sims:read", "quota:write"]
   */
  @ApiProperty({ enum: ['sims:read', 'quota:write', 'plan:write', 'operations:resolve'], isArray: true })
  readonly scopes!: Scope[];

  /**
   * The only lines that the caller may use: whole names, or prefixes with `*`. Null: all lines.
   * @example ["0901*", "AAA0_*"]
   */
  readonly lines!: string[] | null;

  readonly limits!: CallerLimitsDto;
}
