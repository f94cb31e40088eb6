import type { Refusal } from '../freebit/result-codes';
import type { ProblemCode } from '../http/problems/problem-catalogue';
import type { Target } from './target';

/** What a refusal is to our callers. */
export interface RefusalProblem {
  readonly read: ProblemCode | ProblemByTarget;
  readonly write: ProblemCode | ProblemByTarget;
  /** The member of a write's body that was refused. */
  readonly pointer?: string;
  /** When not given, Freebit refused before doing anything. */
  readonly outcome?: 'unknown';
}

export type ProblemByTarget = Readonly<Record<Target['type'], ProblemCode>>;

const NOT_FOUND: ProblemByTarget = {
  sim: 'SIM_NOT_FOUND',
  share_group: 'SHARE_GROUP_NOT_FOUND',
  master_account: 'MASTER_ACCOUNT_NOT_FOUND',
};

const both = (problem: ProblemCode | ProblemByTarget, pointer?: string): RefusalProblem => ({
  read: problem,
  write: problem,
  ...(pointer !== undefined && { pointer }),
});

/** Every refusal of Freebit and the problem that our callers get for it. */
export const refusalProblems: Readonly<Record<Refusal, RefusalProblem>> = {
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

/** The problem of a refusal for one call. */
export function refusalProblem(
  refusal: Refusal,
  effect: 'read' | 'write',
  type: Target['type'],
): ProblemCode {
  const problem = refusalProblems[refusal][effect];
  return typeof problem === 'string' ? problem : problem[type];
}
