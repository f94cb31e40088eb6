import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { SchemaUnion } from '../../http/docs/schema-union';
import { Omittable } from '../omittable';
import { RetrievedDto } from '../retrieved.dto';
import { IsCalendarDay } from '../tokyo-day';

/** The quota of one SIM (PA03-02 アカウント詳細情報取得, `quota`). */
export class QuotaDto extends RetrievedDto {
  /**
   * Phone number in national form.
   * @example "09012345678"
   */
  readonly msisdn!: string;

  /**
   * Freebit's number, unchanged. Freebit has confirmed neither its unit (presumably MB) nor whether it is the granted or
   * the remaining amount. Null if Freebit gives none.
   * @example 3161.31
   */
  readonly quotaMb!: number | null;
}

/** Data to add to a SIM or share group (PA04-04 スペック・クォータ追加). */
export class QuotaAdditionRequest {
  /**
   * Megabytes to add, a whole number (Freebit's `quota`).
   * @example 100
   */
  @ApiProperty({ type: 'integer' })
  @IsInt({ message: '$property must be a whole number, written without quotes' })
  @Min(1, { message: '$property must be at least 1' })
  @Max(512_000, { message: '$property must be at most 512000' })
  readonly amountMb!: number;

  /**
   * Your own reference for this addition (Freebit's `quotaCode`), shown in Freebit's quota history. Printable ASCII without
   * spaces, 1 to 512 characters. It does not prevent adding twice: Freebit does not promise to refuse a second one.
   * @example "campaign-100"
   */
  @ApiProperty({ minLength: 1, maxLength: 512 })
  @Omittable()
  @IsString({ message: '$property must be a text' })
  @Matches(/^[\x21-\x7e]{1,512}$/, {
    message: '$property must be 1 to 512 printable ASCII characters without spaces',
  })
  readonly reference?: string;

  /**
   * Last day on which the data can be used, in Asia/Tokyo; today or later (Freebit's `expire`). Freebit
   * silently ignores it if the contract has no expiry.
   */
  @ApiProperty({ format: 'date', maxLength: 10 })
  @Omittable()
  @IsCalendarDay()
  readonly expiresOn?: string;
}

/** A SIM. */
export class SimTargetDto {
  readonly type!: 'sim';

  /**
   * Phone number in national form.
   * @example "09012345678"
   */
  readonly msisdn!: string;
}

/** A share group. */
export class ShareGroupTargetDto {
  readonly type!: 'share_group';

  /** @example "AAA0_00000000001" */
  readonly groupCode!: string;
}

/** The SIM or share group of a write. */
export type TargetDto = SimTargetDto | ShareGroupTargetDto;

export const targetUnion = new SchemaUnion('Target', 'type', {
  sim: SimTargetDto,
  share_group: ShareGroupTargetDto,
});

/** Data that Freebit has added (PA04-04). */
@targetUnion.models
export class QuotaAdditionDto {
  /**
   * The id of this write, also in problems and logs.
   * @example "0f8fad5b-d9cb-869f-a165-70867728950e"
   */
  @ApiProperty({ format: 'uuid' })
  readonly operationId!: string;

  @ApiProperty(targetUnion.property)
  readonly target!: TargetDto;

  /**
   * Megabytes added.
   * @example 100
   */
  @ApiProperty({ type: 'integer' })
  readonly amountMb!: number;

  /**
   * As sent; null when none was sent.
   * @example "campaign-100"
   */
  readonly reference!: string | null;

  /**
   * As sent, without a promise that Freebit applies it; null if none was sent.
   * @example "2036-12-31"
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
