import type { ProblemCode } from './problem-catalogue';
import type { ProblemFacts } from './problem-error';

/** One example of a kind. */
export interface ProblemExample {
  /** The request that gets it from the sandbox, as method and path; omitted where one request is not enough. */
  readonly request?: string;
  /** The path of that request with its line masked; omitted if the document has none. */
  readonly instance?: string;
  readonly facts?: ProblemFacts;
}

const operationId = '0f8fad5b-d9cb-869f-a165-70867728950e';

/** An answer of Freebit: detail code and status code of a call. */
const upstream = (api: string, resultCode: string, statusCode: string): ProblemFacts => ({
  upstream: { api, resultCode, statusCode },
});

/** A write that is answered without Freebit. It has applied nothing, unless `facts` says otherwise. */
const quotaWrite = (facts: ProblemFacts = {}): ProblemExample => ({
  instance: '/sims/090****5678/quota',
  facts: { outcome: 'not_applied', ...facts },
});

/** A write that Freebit rejected: its operation is known. */
const refusedWrite = (
  request: string,
  instance: string,
  facts: ProblemFacts,
  refused?: { pointer: string; code: string },
): ProblemExample => ({
  request,
  instance,
  facts: {
    outcome: 'not_applied',
    operationId,
    ...facts,
    ...(refused && { errors: [{ ...refused, message: 'Freebit rejected this value.' }] }),
  },
});

const quotaOf = (nnn: string) => [`POST /sims/09000000${nnn}/quota`, `/sims/090****0${nnn}/quota`] as const;
const planOf = (nnn: string) => [`PUT /sims/09000000${nnn}/plan`, `/sims/090****0${nnn}/plan`] as const;

/** An example of every kind of problem. The sandbox answers those that have a `request` in exactly this way. */
export const problemExamples: Readonly<Record<ProblemCode, ProblemExample>> = {
  VALIDATION_FAILED: quotaWrite({
    errors: [{ pointer: '#/amountMb', code: 'out_of_range', message: 'amountMb must be at least 1' }],
  }),
  UNAUTHENTICATED: { instance: '/sims/090****5678' },
  AUTHENTICATION_UNAVAILABLE: { instance: '/sims/090****5678' },
  PERMISSION_DENIED: { instance: '/sims/090****5678' },
  WRITE_NOT_ALLOWED: quotaWrite({
    errors: [
      {
        pointer: '#/amountMb',
        code: 'amount_limit',
        message: 'This caller may add at most 10000 MB at once.',
      },
    ],
  }),
  ROUTE_NOT_FOUND: { request: 'GET /sim/09012345678' },
  OPERATION_NOT_FOUND: {
    request: `GET /operations/${operationId}`,
    instance: `/operations/${operationId}`,
  },
  OPERATION_NOT_UNKNOWN: {
    instance: `/operations/${operationId}/resolution`,
    facts: { outcome: 'not_applied', operationId },
  },
  PROBLEM_NOT_FOUND: { request: 'GET /problems/no-such-problem', instance: '/problems/no-such-problem' },
  METHOD_NOT_ALLOWED: { request: 'DELETE /sims/09012345678' },
  REQUEST_TIMEOUT: {},
  PAYLOAD_TOO_LARGE: quotaWrite(),
  UNSUPPORTED_MEDIA_TYPE: quotaWrite(),
  HEADERS_TOO_LARGE: {},
  RATE_LIMITED: { instance: '/sims/090****5678' },
  BULK_QUERY_BLOCKED: { instance: '/sims/090****5678/traffic' },
  INTERNAL_ERROR: { instance: '/sims/090****5678' },
  OVERLOADED: {},
  IDEMPOTENCY_KEY_REQUIRED: quotaWrite(),
  IDEMPOTENCY_KEY_INVALID: quotaWrite(),
  IDEMPOTENCY_KEY_EXPIRED: quotaWrite({ outcome: 'unknown' }),
  IDEMPOTENCY_KEY_IN_USE: quotaWrite({ outcome: 'unknown', operationId }),
  IDEMPOTENCY_KEY_REUSED: quotaWrite(),
  ACCOUNT_BUSY: quotaWrite({ operationId }),
  PREVIOUS_OUTCOME_UNKNOWN: quotaWrite({ operationId }),
  IDEMPOTENCY_STORE_UNAVAILABLE: quotaWrite(),
  AUDIT_UNAVAILABLE: quotaWrite({ operationId }),
  WRITES_DISABLED: quotaWrite(),
  SIM_NOT_FOUND: {
    request: 'GET /sims/09000000210',
    instance: '/sims/090****0210',
    facts: upstream('PA03-02', '210', '500'),
  },
  SHARE_GROUP_NOT_FOUND: {
    request: 'GET /share-groups/ERR0_00000000323/traffic',
    instance: '/share-groups/ERR0_****0323/traffic',
    facts: upstream('PA05-01', '323', '404'),
  },
  MASTER_ACCOUNT_NOT_FOUND: {
    request: 'GET /master-accounts/unknown@test.ne.jp',
    instance: '/master-accounts/u****@test.ne.jp',
    facts: upstream('PA03-02', '210', '500'),
  },
  ACCOUNT_STATE_CONFLICT: refusedWrite(...quotaOf('211'), upstream('PA04-04', '211', '500')),
  OPERATION_IN_PROGRESS: refusedWrite(...planOf('230'), upstream('PA05-21', '230', '500')),
  SIM_IN_SHARE_GROUP: refusedWrite(...planOf('330'), upstream('PA05-21', '330', '500')),
  ACCOUNT_REJECTED: {
    request: 'GET /sims/09000000201',
    instance: '/sims/090****0201',
    facts: upstream('PA03-02', '201', '400'),
  },
  PARAMETER_REJECTED: refusedWrite(...quotaOf('204'), upstream('PA04-04', '204', '400')),
  PLAN_CODE_REJECTED: refusedWrite(...planOf('220'), upstream('PA05-21', '220', '400'), {
    pointer: '#/planCode',
    code: 'plan_code_rejected',
  }),
  QUOTA_AMOUNT_REJECTED: refusedWrite(...quotaOf('221'), upstream('PA04-04', '221', '400'), {
    pointer: '#/amountMb',
    code: 'quota_rejected',
  }),
  GLOBAL_IP_REJECTED: refusedWrite(...planOf('231'), upstream('PA05-21', '231', '400'), {
    pointer: '#/globalIp',
    code: 'global_ip_rejected',
  }),
  SERVICE_NOT_PROVIDED: refusedWrite(...quotaOf('233'), upstream('PA04-04', '233', '500')),
  QUOTA_ADDITION_NOT_ALLOWED: refusedWrite(...quotaOf('234'), upstream('PA04-04', '234', '500')),
  QUOTA_REFERENCE_REJECTED: refusedWrite(...quotaOf('237'), upstream('PA04-04', '237', '400'), {
    pointer: '#/reference',
    code: 'quota_code_rejected',
  }),
  PHONE_NUMBER_NOT_ELIGIBLE: {
    request: 'GET /sims/09000000240/traffic',
    instance: '/sims/090****0240/traffic',
    facts: upstream('PA05-01', '240', '500'),
  },
  OUTCOME_UNKNOWN: {
    request: 'POST /sims/09000001002/quota',
    instance: '/sims/090****1002/quota',
    facts: { outcome: 'unknown', operationId },
  },
  UPSTREAM_CONTRACT_VIOLATION: {
    request: 'GET /sims/09000000200',
    instance: '/sims/090****0200',
    facts: upstream('PA03-02', '200', '400'),
  },
  UPSTREAM_ERROR: {
    instance: '/sims/090****5678/traffic',
    facts: upstream('PA05-01', '900', '500'),
  },
  UPSTREAM_INVALID_RESPONSE: { request: 'GET /sims/09000001003', instance: '/sims/090****1003' },
  UPSTREAM_CONNECTION_LOST: { request: 'GET /sims/09000001002', instance: '/sims/090****1002' },
  UPSTREAM_TIMEOUT: { request: 'GET /sims/09000001001', instance: '/sims/090****1001' },
  UPSTREAM_AUTH_FAILED: { instance: '/sims/090****5678' },
  UPSTREAM_UNREACHABLE: { instance: '/sims/090****5678' },
  UPSTREAM_UNAVAILABLE: { instance: '/sims/090****5678' },
};
