import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsString, Length, Matches, Min } from 'class-validator';
import { SchemaUnion } from '../../http/docs/schema-union';
import { ProblemDto } from '../../http/problems/problem.dto';
import { PlanChangeRequest } from '../plan/plan.dto';
import { QuotaAdditionRequest, type TargetDto, targetUnion } from '../quota/quota.dto';

export const resolutionOutcomes = ['applied', 'not_applied'] as const;

/** A recorded finding about an attempt of unknown outcome. */
export class ResolutionDto {
  /**
   * The attempt that was resolved.
   * @example 1
   */
  @ApiProperty({ type: 'integer' })
  readonly attempt!: number;

  /** @example "applied" */
  readonly outcome!: (typeof resolutionOutcomes)[number];

  /**
   * The caller that recorded it; `settlement` if the gateway found it by reading the line.
   * @example "back-office"
   */
  readonly by!: string;

  /**
   * How it was found out; null for a settlement.
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

/** The properties of every operation. */
@targetUnion.models
class OperationFacts {
  /** @example "0f8fad5b-d9cb-869f-a165-70867728950e" */
  @ApiProperty({ format: 'uuid' })
  readonly operationId!: string;

  /**
   * The number of the current attempt, from 1: after an attempt that applied nothing, the `Idempotency-Key` is free for
   * another one. A finding is about one attempt.
   * @example 1
   */
  @ApiProperty({ type: 'integer' })
  readonly attempt!: number;

  /**
   * `running`: not ended yet. `applied`: Freebit applied it. `not_applied`: Freebit did not apply it. `unknown`: it was
   * sent, and no answer says whether Freebit applied it.
   * @example "unknown"
   */
  readonly state!: 'running' | 'applied' | 'not_applied' | 'unknown';

  /** The whole number or group code, because a person has to ask Freebit about it. */
  @ApiProperty(targetUnion.property)
  readonly target!: TargetDto;

  /**
   * The caller that sent it: the id of an API client, or `jwt:` and the subject of an access token.
   * @example "portal"
   */
  readonly caller!: string;

  /**
   * When the attempt was begun, RFC 3339 in UTC.
   * @example "2026-02-05T07:26:46Z"
   */
  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;

  /**
   * When it was sent to Freebit, RFC 3339 in UTC; null if it was not.
   * @example "2026-02-05T07:26:46Z"
   */
  @ApiProperty({ format: 'date-time' })
  readonly sentAt!: string | null;

  /**
   * When it ended, RFC 3339 in UTC; null while it runs, and if its gateway stopped before that.
   * @example "2026-02-05T07:26:48Z"
   */
  @ApiProperty({ format: 'date-time' })
  readonly endedAt!: string | null;

  /** The problem that the caller got; absent if there was none. */
  readonly problem?: ProblemDto;

  /** The resolution of an unknown outcome; absent if there is none. */
  readonly resolution?: ResolutionDto;
}

/** An addition of data (PA04-04) and its outcome. */
export class QuotaAdditionOperationDto extends OperationFacts {
  readonly type!: 'quota_addition';

  /** As the caller sent it. */
  readonly command!: QuotaAdditionRequest;
}

/** A change of plan (PA05-21) and its outcome. */
export class PlanChangeOperationDto extends OperationFacts {
  readonly type!: 'plan_change';

  /** As the caller sent it. */
  readonly command!: PlanChangeRequest;
}

/** A write of this gateway and its outcome. */
export type OperationDto = QuotaAdditionOperationDto | PlanChangeOperationDto;

export const operationUnion = new SchemaUnion('Operation', 'type', {
  quota_addition: QuotaAdditionOperationDto,
  plan_change: PlanChangeOperationDto,
});

/** A page of a list of operations. */
@operationUnion.models
export class OperationPageDto {
  @ApiProperty({ type: 'array', items: operationUnion.ref, maxItems: 100 })
  readonly operations!: OperationDto[];

  /**
   * The `cursor` of the next page; absent on the last one.
   * @example "eyJiIjo0Mn0"
   */
  readonly next?: string;
}

/** A person's finding about an attempt of unknown outcome. */
export class ResolutionRequest {
  /**
   * The `attempt` that you investigated.
   * @example 1
   */
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 2_147_483_647 })
  @IsInt({ message: '$property must be a whole number, written without quotes' })
  @Min(1, { message: '$property must be at least 1' })
  readonly attempt!: number;

  /**
   * `applied`: the key replays success from now on. `not_applied`: the key is free, and the write may be sent again.
   * @example "applied"
   */
  @IsIn(resolutionOutcomes, { message: '$property must be applied or not_applied' })
  readonly outcome!: (typeof resolutionOutcomes)[number];

  /**
   * How it was found out: one line without control characters, stored with the operation and in the audit log. Phone
   * numbers in it are masked.
   * @example "The quota history of Freebit shows the addition."
   */
  @ApiProperty({ pattern: String.raw`^[^\x00-\x1f\x7f]*$` })
  @IsString({ message: '$property must be a text' })
  @Length(1, 1000, { message: '$property must have 1 to 1000 characters' })
  @Matches(/^[^\p{Cc}\p{Cf}]*$/u, { message: '$property must be one line without invisible characters' })
  readonly note!: string;
}
