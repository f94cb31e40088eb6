import { ApiProperty } from '@nestjs/swagger';

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

/** What Freebit answered. */
export class UpstreamAnswerDto {
  /**
   * The document of Freebit's that describes the call.
   * @example "PA05-21"
   */
  api!: string;

  /**
   * The result code, in which 100 means success.
   * @example "230"
   */
  resultCode!: string;

  /**
   * The status code that came with it.
   * @example "500"
   */
  statusCode?: string;
}

/** An error, as RFC 9457 describes it. Decide by `code`; the texts are for people and may change. */
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
  code!: string;

  /** What happened, in a sentence. */
  detail!: string;

  /**
   * The path of the request with its line masked. Absent when the path was not understood.
   * @example "/sims/090****5678/plan"
   */
  instance?: string;

  /**
   * The `X-Request-Id` of this answer; the operator finds the request by it.
   * @example "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11"
   */
  requestId!: string;

  /** Whether the same request may be sent again and may then succeed; wait for `Retry-After` when it is there. */
  retryable!: boolean;

  /**
   * On writes only. `not_applied`: this request has applied nothing. If it repeats an earlier one with the same
   * `Idempotency-Key`, that one may have: send it again with the same key, never with a new one. `unknown`: nobody can
   * tell.
   */
  outcome?: 'not_applied' | 'unknown';

  /** The write that this is about, when one was begun. */
  operationId?: string;

  /** Everything that is wrong with the request; empty when the problem is elsewhere. */
  errors!: ProblemDetailDto[];

  /** What Freebit answered, when it did. */
  upstream?: UpstreamAnswerDto;
}

/** A kind of problem that this gateway can answer with. */
export class ProblemKindDto {
  /**
   * What `type` says in a problem document of this kind.
   * @example "/problems/sim-not-found"
   */
  type!: string;

  /**
   * What `code` says in a problem document of this kind.
   * @example "SIM_NOT_FOUND"
   */
  code!: string;

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
