import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { Omittable } from '../omittable';
import { RetrievedDto } from '../retrieved.dto';
import { IsTokyoDayFromToday } from '../tokyo-day';

/** The quota of one SIM (PA03-02). */
export class QuotaDto extends RetrievedDto {
  /**
   * Phone number in national form.
   * @example "09012345678"
   */
  readonly msisdn!: string;

  /**
   * Freebit's number, unchanged. Unit (presumably MB) and meaning (granted or remaining) are not confirmed by Freebit.
   * @example 3161.31
   */
  readonly quotaMb!: number | null;
}

/** Data to add to a SIM or share group. */
export class QuotaAdditionRequest {
  /**
   * Megabytes to add, a whole number.
   * @example 100
   */
  @ApiProperty({ type: 'integer' })
  @IsInt({ message: '$property must be a whole number, written without quotes' })
  @Min(1, { message: '$property must be at least 1' })
  @Max(512_000, { message: '$property must be at most 512000' })
  readonly amountMb!: number;

  /**
   * Your own mark for this addition (Freebit's `quotaCode`), which Freebit's quota history shows. Printable ASCII
   * without spaces, 1 to 512 characters. No guard against adding twice: Freebit does not promise to refuse a second one.
   * @example "campaign-100"
   */
  @Omittable()
  @IsString({ message: '$property must be a text' })
  @Matches(/^[\x21-\x7e]{1,512}$/, {
    message: '$property must be 1 to 512 printable ASCII characters without spaces',
  })
  readonly reference?: string;

  /**
   * Last day on which the data can be used, in Asia/Tokyo; today or later. Freebit ignores it silently where the
   * contract knows no expiry.
   */
  @ApiProperty({ format: 'date' })
  @Omittable()
  @IsTokyoDayFromToday()
  readonly expiresOn?: string;
}

/** The SIM or the share group that data was added to. */
export class QuotaTargetDto {
  /** @example "sim" */
  readonly type!: 'sim' | 'share_group';

  /**
   * For a SIM: its number.
   * @example "09012345678"
   */
  readonly msisdn?: string;

  /** For a share group: its code. */
  readonly groupCode?: string;
}

/** Data that Freebit has added (PA04-04). */
export class QuotaAdditionDto {
  /**
   * Names this write, in problems and logs too.
   * @example "0f8fad5b-d9cb-469f-a165-70867728950e"
   */
  readonly operationId!: string;

  readonly target!: QuotaTargetDto;

  /**
   * Megabytes added.
   * @example 100
   */
  @ApiProperty({ type: 'integer' })
  readonly amountMb!: number;

  /**
   * As sent; null when none was.
   * @example "campaign-100"
   */
  readonly reference!: string | null;

  /**
   * As sent, which is not a promise that Freebit applies it; null when none was.
   * @example "2026-12-31"
   */
  @ApiProperty({ format: 'date' })
  readonly requestedExpiresOn!: string | null;

  /**
   * When Freebit accepted the addition, RFC 3339 in UTC.
   * @example "2026-02-05T07:26:46Z"
   */
  @ApiProperty({ format: 'date-time' })
  readonly acceptedAt!: string;
}
