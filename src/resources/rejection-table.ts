import type { Rejection } from '../freebit/result-codes';
import type { ProblemCode } from '../http/problems/problem-catalogue';
import type { Line } from '../lines/line';

/** The problems of a rejection. */
export interface RejectionProblem {
  readonly read: ProblemCode | ProblemByTarget;
  readonly write: ProblemCode | ProblemByTarget;
  /** The member of a write's body that was rejected. */
  readonly pointer?: string;
  /** Omitted: Freebit rejected the request before doing anything. */
  readonly outcome?: 'unknown';
}

export type ProblemByTarget = Readonly<Record<Line['type'], ProblemCode>>;

const NOT_FOUND: ProblemByTarget = {
  sim: 'SIM_NOT_FOUND',
  share_group: 'SHARE_GROUP_NOT_FOUND',
  master_account: 'MASTER_ACCOUNT_NOT_FOUND',
};

const both = (problem: ProblemCode | ProblemByTarget, pointer?: string): RejectionProblem => ({
  read: problem,
  write: problem,
  ...(pointer !== undefined && { pointer }),
});

/** The problems of every rejection. */
export const problemsByRejection: Readonly<Record<Rejection, RejectionProblem>> = {
  own_field_rejected: both('UPSTREAM_CONTRACT_VIOLATION'),
  account_rejected: both('ACCOUNT_REJECTED'),
  parameter_rejected: { read: 'UPSTREAM_CONTRACT_VIOLATION', write: 'PARAMETER_REJECTED' },
  auth_key_refused: both('UPSTREAM_AUTH_FAILED'),
  account_not_found: both(NOT_FOUND),
  account_state: both('ACCOUNT_STATE_CONFLICT'),
  share_group_state: both('ACCOUNT_STATE_CONFLICT'),
  plan_code_rejected: both('PLAN_CODE_REJECTED', '#/planCode'),
  quota_rejected: both('QUOTA_AMOUNT_REJECTED', '#/amountMb'),
  quota_code_rejected: both('QUOTA_REFERENCE_REJECTED', '#/reference'),
  global_ip_rejected: both('GLOBAL_IP_REJECTED', '#/globalIp'),
  operation_pending: both('OPERATION_IN_PROGRESS'),
  service_not_provided: both('SERVICE_NOT_PROVIDED'),
  quota_addition_not_allowed: both('QUOTA_ADDITION_NOT_ALLOWED'),
  phone_number_not_eligible: both('PHONE_NUMBER_NOT_ELIGIBLE'),
  share_group_not_found: both('SHARE_GROUP_NOT_FOUND'),
  in_share_group: both('SIM_IN_SHARE_GROUP'),
  unexpected_error: { read: 'UPSTREAM_ERROR', write: 'OUTCOME_UNKNOWN', outcome: 'unknown' },
  unknown_code: { read: 'UPSTREAM_CONTRACT_VIOLATION', write: 'OUTCOME_UNKNOWN', outcome: 'unknown' },
};

/** The problem of a rejection for one call. */
export function problemOfRejection(
  rejection: Rejection,
  effect: 'read' | 'write',
  type: Line['type'],
): ProblemCode {
  const problem = problemsByRejection[rejection][effect];
  return typeof problem === 'string' ? problem : problem[type];
}
