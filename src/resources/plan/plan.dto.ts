import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsString, Matches } from 'class-validator';
import { Omittable } from '../omittable';
import { PendingOperationDto } from '../pending-operation.dto';
import { RetrievedDto } from '../retrieved.dto';
import { IsCalendarDay } from '../tokyo-day';

/** The plan of one SIM (PA03-02). */
export class PlanDto extends RetrievedDto {
  /**
   * Phone number in national form.
   * @example "09012345678"
   */
  readonly msisdn!: string;

  /**
   * Null when the line has no plan.
   * @example "LTE3G_P01"
   */
  readonly planCode!: string | null;

  /**
   * Fixed global address; null when the line uses none.
   * @example null
   */
  readonly ipv4!: string | null;

  /**
   * Fixed global address; null when the line uses none.
   * @example null
   */
  readonly ipv6!: string | null;

  /** A scheduled job; null if there is none. */
  readonly pendingOperation!: PendingOperationDto | null;
}

/** The new plan of a SIM. */
export class PlanChangeRequest {
  /**
   * A plan code of your contract with Freebit: 1 to 32 letters, digits, `_` or `-`.
   * @example "LTE3G_P02"
   */
  @IsString({ message: '$property must be a text' })
  @Matches(/^[A-Za-z0-9_-]{1,32}$/, { message: '$property must be 1 to 32 letters, digits, _ or -' })
  readonly planCode!: string;

  /**
   * `false` switches a global IP address off; left out, it stays as it is. `true` is refused unless the operator of
   * this gateway has configured Freebit's code for it.
   * @example false
   */
  @Omittable()
  @IsBoolean({ message: '$property must be true or false, written without quotes' })
  readonly globalIp?: boolean;

  /**
   * The day of the change in Asia/Tokyo, today or later; omitted: the plan changes at once. A scheduled change cannot
   * be cancelled through this gateway, and blocks other writes on the line until it is done.
   */
  @ApiProperty({ format: 'date' })
  @Omittable()
  @IsCalendarDay()
  readonly effectiveOn?: string;
}

/** A plan change that Freebit has accepted (PA05-21). */
export class PlanChangeDto {
  /**
   * The id of this write, also in problems and logs.
   * @example "0f8fad5b-d9cb-469f-a165-70867728950e"
   */
  readonly operationId!: string;

  /**
   * Phone number in national form.
   * @example "09012345678"
   */
  readonly msisdn!: string;

  /** @example "LTE3G_P02" */
  readonly planCode!: string;

  /**
   * `applied`: done. `scheduled`: Freebit will do it on `effectiveOn`.
   * @example "applied"
   */
  readonly state!: 'applied' | 'scheduled';

  /**
   * The requested day; null if there was none.
   * @example null
   */
  @ApiProperty({ format: 'date' })
  readonly effectiveOn!: string | null;

  /**
   * Fixed global address that Freebit has allocated; null when none.
   * @example null
   */
  readonly ipv4!: string | null;

  /**
   * Fixed global address that Freebit has allocated; null when none.
   * @example null
   */
  readonly ipv6!: string | null;
}
