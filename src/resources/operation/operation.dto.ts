import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Length, Matches } from 'class-validator';

export const operationStates = ['running', 'applied', 'not_applied', 'unknown'] as const;
export const resolutionOutcomes = ['applied', 'not_applied'] as const;

/** What was found out about a write whose outcome was unknown. */
export class OperationResolutionDto {
  /** @example "applied" */
  readonly outcome!: (typeof resolutionOutcomes)[number];

  /**
   * Who found it out; `settlement` when a look at the line did.
   * @example "settlement"
   */
  readonly by!: string;

  /**
   * How it was found out.
   * @example "The quota history of Freebit shows the addition."
   */
  readonly note!: string | null;

  /**
   * RFC 3339 in UTC.
   * @example "2026-02-05T08:00:00Z"
   */
  @ApiProperty({ format: 'date-time' })
  readonly at!: string;
}

/** One write of this gateway, and what became of it. */
export class OperationDto {
  /** @example "0f8fad5b-d9cb-869f-a165-70867728950e" */
  readonly operationId!: string;

  /** @example "quota_addition" */
  readonly type!: 'quota_addition' | 'plan_change';

  /**
   * `running`: not ended yet. `unknown`: it was sent, and nobody knows whether Freebit applied it.
   * @example "unknown"
   */
  readonly state!: (typeof operationStates)[number];

  /**
   * The line or share group, masked.
   * @example "090****5678"
   */
  readonly line!: string;

  /**
   * When the write was asked for, RFC 3339 in UTC.
   * @example "2026-02-05T07:26:46Z"
   */
  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;

  /**
   * When it ended, RFC 3339 in UTC; null while it runs, and when its process died.
   * @example "2026-02-05T07:26:48Z"
   */
  @ApiProperty({ format: 'date-time' })
  readonly endedAt!: string | null;

  /** Null unless the outcome was unknown and has been found out. */
  readonly resolution!: OperationResolutionDto | null;
}

/** A list of writes. */
export class OperationListDto {
  @ApiProperty({ type: [OperationDto] })
  readonly operations!: OperationDto[];
}

/** What a person found out about a write of unknown outcome. */
export class OperationResolutionRequest {
  /**
   * `applied`: the key replays success from now on. `not_applied`: the key is free, and the write may be sent again.
   * @example "applied"
   */
  @IsIn(resolutionOutcomes, { message: '$property must be applied or not_applied' })
  readonly outcome!: (typeof resolutionOutcomes)[number];

  /**
   * How you know: kept with the operation and in the audit log. Phone numbers in it are masked.
   * @example "The quota history of Freebit shows the addition."
   */
  @IsString({ message: '$property must be a text' })
  @Length(1, 1000, { message: '$property must have 1 to 1000 characters' })
  @Matches(/^[^\p{Cc}\p{Cf}]*$/u, { message: '$property must be one line without invisible characters' })
  readonly note!: string;
}
