import { ApiProperty } from '@nestjs/swagger';
import { type ProblemCode, problemCodes } from './problem-catalogue';

/** One thing that is wrong with a request, and where. */
export class ProblemDetailDto {
  /**
   * Where in the body, as a JSON pointer; `#` is the whole body.
   * @example "#/amountMb"
   */
  pointer?: string;

  /**
   * The name of the path parameter, query parameter or header.
   * @example "msisdn"
   */
  parameter?: string;

  /**
   * What is wrong, for programs. New values may be added.
   * @example "out_of_range"
   */
  code!: string;

  /**
   * What is wrong, for people.
   * @example "amountMb must not be greater than 512000"
   */
  message!: string;
}

/** Freebit's answer. */
export class UpstreamAnswerDto {
  /**
   * Freebit's document that describes the call.
   * @example "PA05-21"
   */
  api!: string;

  /**
   * The result code, in which 100 means success.
   * @example "230"
   */
  resultCode!: string;

  /**
   * The status code next to it.
   * @example "500"
   */
  statusCode?: string;
}

/** An error as in RFC 9457. Branch on `code`; the texts are for people and may change. */
export class ProblemDto {
  /**
   * The kind of problem, a path of this gateway that explains it.
   * @example "/problems/operation-in-progress"
   */
  type!: string;

  /** The kind of problem in a few words. */
  title!: string;

  /**
   * The HTTP status of the answer.
   * @example 409
   */
  @ApiProperty({ type: 'integer' })
  status!: number;

  /**
   * The kind of problem, for programs. New values may be added.
   * @example "OPERATION_IN_PROGRESS"
   */
  @ApiProperty({ enum: problemCodes, enumName: 'ProblemCode' })
  code!: ProblemCode;

  /** What happened, in a sentence. */
  detail!: string;

  /**
   * The path of the request with its line masked. Absent when the path was not understood.
   * @example "/sims/090****5678/plan"
   */
  instance?: string;

  /**
   * The id of the request, for the operator. In a replay (`Idempotency-Replayed: true`) it is the id of the request
   * that was answered first; the `X-Request-Id` header has the id of the current one.
   * @example "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11"
   */
  requestId!: string;

  /** Whether the same request may be sent again and may then succeed; wait for `Retry-After` if it is there. */
  retryable!: boolean;

  /**
   * On writes only. `not_applied`: this request has applied nothing. If an earlier request with the same
   * `Idempotency-Key` may have applied the write, repeat it with the same key, never with a new one. `unknown`: it may
   * or may not have been applied.
   */
  outcome?: 'not_applied' | 'unknown';

  /** The operation of the write, if one was begun. */
  @ApiProperty({ format: 'uuid' })
  operationId?: string;

  /** Every fault of the request; empty if the problem is elsewhere. */
  errors!: ProblemDetailDto[];

  /** Freebit's answer, if there was one. */
  upstream?: UpstreamAnswerDto;
}

/** A kind of problem of this gateway. */
export class ProblemKindDto {
  /**
   * The `type` of a problem document of this kind.
   * @example "/problems/sim-not-found"
   */
  type!: string;

  /**
   * The `code` of a problem document of this kind.
   * @example "SIM_NOT_FOUND"
   */
  @ApiProperty({ enum: problemCodes, enumName: 'ProblemCode' })
  code!: ProblemCode;

  /** The kind of problem in a few words. */
  title!: string;

  /**
   * The HTTP status that it usually has.
   * @example 404
   */
  @ApiProperty({ type: 'integer' })
  status!: number;

  /**
   * Every HTTP status that it may have.
   * @example [404]
   */
  @ApiProperty({ type: 'integer', isArray: true })
  statuses!: number[];

  /** What it means. */
  detail!: string;

  /** What the caller can do about it. */
  whatToDo!: string;

  /** Whether the same request may be sent again and may then succeed. */
  retryable!: boolean;
}
