import { ApiProperty } from '@nestjs/swagger';
import { RetrievedDto } from '../retrieved.dto';

/** Data used by one SIM (PA05-01). */
export class SimTrafficDto extends RetrievedDto {
  /**
   * Phone number in national form.
   * @example "09012345678"
   */
  readonly msisdn!: string;

  /**
   * Kilobytes used today. Freebit does not say whether a kilobyte is 1000 or 1024 bytes.
   * @example 100
   */
  readonly todayKb!: number;

  /**
   * Kilobytes of recent days, in Freebit's order. Order, length and whether today is included are not documented, so no
   * dates are given. A value that is not a number is null.
   * @example [100, 200, 300]
   */
  @ApiProperty({ type: 'array', items: { type: 'number', nullable: true } })
  readonly recentDaysKb!: (number | null)[];

  /**
   * Whether the line is on Freebit's blacklist; left out when Freebit does not say.
   * @example true
   */
  readonly blacklisted?: boolean;
}

/** Data used by one share group (PA05-01). Freebit gives no recent days for groups. */
export class ShareGroupTrafficDto extends RetrievedDto {
  /** @example "AAA0_00000000001" */
  readonly groupCode!: string;

  /**
   * Kilobytes used today. Freebit does not say whether a kilobyte is 1000 or 1024 bytes.
   * @example 100
   */
  readonly todayKb!: number;

  /**
   * Whether the group is on Freebit's blacklist; left out when Freebit does not say.
   * @example true
   */
  readonly blacklisted?: boolean;
}
