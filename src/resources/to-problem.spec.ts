import { FreebitError, type FailureKind, type FreebitFailure } from '../freebit/freebit-error';
import { resultCodes } from '../freebit/result-codes';
import { isProblemCode, problemKind, type ProblemCode } from '../http/problems/problem-catalogue';
import { statusesOf } from '../http/problems/problem-kind';
import { failureProblems } from './failure-problems';
import { problemsByRejection } from './rejection-table';
import type { Line } from '../lines/line';
import { toReadProblem, toWriteProblem } from './to-problem';

const SIM: Line = { type: 'sim', id: '09012345678' };
const targets: readonly Line[] = [
  SIM,
  { type: 'share_group', id: 'AAA0_1' },
  { type: 'master_account', id: 'm' },
];
const OPERATION = '0f8fad5b-d9cb-469f-a165-70867728950e';

/** One failure of every kind except rejections. */
const failures: Readonly<Record<Exclude<FailureKind, 'refused'>, FreebitFailure>> = {
  unreachable: { kind: 'unreachable' },
  timed_out: { kind: 'timed_out' },
  abandoned: { kind: 'abandoned' },
  connection_lost: { kind: 'connection_lost' },
  unreadable: { kind: 'unreadable' },
  auth_failed: { kind: 'auth_failed', retryAfterSeconds: 7 },
  not_attempted: { kind: 'not_attempted', retryAfterSeconds: 7 },
  login_paused: { kind: 'login_paused', retryAfterSeconds: 7 },
  not_sent: { kind: 'not_sent' },
};
const refused = (detailCode: string, statusCode: string | null = '500') =>
  new FreebitError('PA04-04', { kind: 'refused', detailCode, statusCode });
const codes = [...Object.keys(resultCodes), '999', '', 'toString', '__proto__'];

function expectDefined({ code, facts }: { code: ProblemCode; facts: { status?: number } }): void {
  expect(isProblemCode(code)).toBe(true);
  if (facts.status !== undefined) expect(statusesOf(problemKind(code))).toContain(facts.status);
}

describe('the problem of a failed call', () => {
  it('is defined for every kind of failure', () => {
    expect(Object.keys(failureProblems).sort()).toEqual(Object.keys(failures).sort());
  });

  it('is defined for every rejection that a code can cause, and for no others', () => {
    const reachable = new Set([...Object.values(resultCodes), 'unknown_code']);

    expect(Object.keys(problemsByRejection).sort()).toEqual([...reachable].sort());
  });

  it.each([
    ['unreachable', 'UPSTREAM_UNREACHABLE', 'UPSTREAM_UNREACHABLE', undefined],
    ['timed_out', 'UPSTREAM_TIMEOUT', 'OUTCOME_UNKNOWN', 504],
    ['abandoned', 'UPSTREAM_TIMEOUT', 'OUTCOME_UNKNOWN', 504],
    ['connection_lost', 'UPSTREAM_CONNECTION_LOST', 'OUTCOME_UNKNOWN', 504],
    ['unreadable', 'UPSTREAM_INVALID_RESPONSE', 'OUTCOME_UNKNOWN', 502],
    ['auth_failed', 'UPSTREAM_AUTH_FAILED', 'UPSTREAM_AUTH_FAILED', undefined],
    ['login_paused', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE', undefined],
  ] as const)('of kind %s is %s for a read and %s for a write', (kind, readCode, writeCode, status) => {
    const error = new FreebitError('PA04-04', failures[kind]);

    const read = toReadProblem(error, SIM);
    const write = toWriteProblem(error, SIM, OPERATION);

    [read, write].forEach(expectDefined);
    const outcome = writeCode === 'OUTCOME_UNKNOWN' ? 'unknown' : 'not_applied';
    expect(read.code).toBe(readCode);
    expect(read.facts.outcome).toBeUndefined();
    expect(write).toMatchObject({ code: writeCode, facts: { outcome, operationId: OPERATION } });
    expect(write.facts.status).toBe(status);
    for (const { facts } of [read, write]) expect(facts.upstream).toBeUndefined();
  });

  it.each(['auth_failed', 'login_paused'] as const)('passes on the pause after %s', (kind) => {
    const error = new FreebitError('PA05-01', failures[kind]);

    for (const { facts } of [toReadProblem(error, SIM), toWriteProblem(error, SIM, OPERATION)])
      expect(facts.retryAfterSeconds).toBe(7);
  });

  it.each(codes)('for the code "%s" is in the catalogue, for every kind of line', (code) => {
    for (const target of targets) {
      const read = toReadProblem(refused(code), target);
      const write = toWriteProblem(refused(code), target, OPERATION);

      [read, write].forEach(expectDefined);
      for (const { facts } of [read, write])
        expect(facts.upstream).toEqual({ api: 'PA04-04', resultCode: code, statusCode: '500' });
    }
  });

  it.each(codes)('for a write after "%s" says unknown only if Freebit did not reject it', (code) => {
    const { code: problem, facts } = toWriteProblem(refused(code), SIM, OPERATION);

    const open = code === '900' || !Object.hasOwn(resultCodes, code);
    expect(facts.outcome).toBe(open ? 'unknown' : 'not_applied');
    expect(problem === 'OUTCOME_UNKNOWN').toBe(open);
  });

  it('omits a status code that Freebit did not send', () => {
    const { facts } = toReadProblem(refused('210', null), SIM);

    expect(facts.upstream).toEqual({ api: 'PA04-04', resultCode: '210' });
  });

  it.each([
    [SIM, 'SIM_NOT_FOUND'],
    [targets[1]!, 'SHARE_GROUP_NOT_FOUND'],
    [targets[2]!, 'MASTER_ACCOUNT_NOT_FOUND'],
  ])('names the kind of line that was not found: %j', (target, code) => {
    expect(toReadProblem(refused('210'), target).code).toBe(code);
  });
});
