import { STATUS_CODES } from 'node:http';
import {
  isProblemCode,
  problemCodeOf,
  problemCodes,
  problemKind,
  problemSlug,
  problemType,
} from './problem-catalogue';
import { problemHeaders, toProblem } from './problem-document';
import { ProblemError } from './problem-error';
import { statusesOf } from './problem-kind';

describe.each(problemCodes)('%s', (code) => {
  const kind = problemKind(code);

  it('has error statuses, the usual one first', () => {
    expect(statusesOf(kind)[0]).toBe(kind.status);
    for (const status of statusesOf(kind)) expect(STATUS_CODES[status]).toBeDefined();
  });

  it('explains what happened and what to do in whole sentences', () => {
    for (const text of [kind.detail, kind.whatToDo]) expect(text).toMatch(/^[A-Z].*\.$/s);
    expect(kind.title).toMatch(/^[A-Z].*[^.]$/);
  });

  it('is found by its slug', () => {
    expect(problemSlug(code)).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(problemCodeOf(problemSlug(code))).toBe(code);
  });

  it('has a retry time only if a retry helps', () => {
    if (kind.retryAfterSeconds !== undefined) expect(kind.retryable).toBe(true);
    if ([429, 503].includes(kind.status)) expect(kind.retryAfterSeconds).toBeGreaterThan(0);
  });
});

it.each([
  'RATE_LIMITED',
  'OVERLOADED',
  'AUTHENTICATION_UNAVAILABLE',
  'REQUEST_TIMEOUT',
  'IDEMPOTENCY_STORE_UNAVAILABLE',
  'IDEMPOTENCY_KEY_IN_USE',
] as const)('%s, which does not answer an earlier request, asks to keep the key', (code) => {
  expect(problemKind(code).whatToDo).toContain('with the same key');
});

describe('a problem document', () => {
  const context = { requestId: 'r', instance: null, write: true };

  it('has not_applied on writes unless the kind or the error itself sets another outcome', () => {
    const outcome = (error: ProblemError) => toProblem(error, context).outcome;

    expect(outcome(new ProblemError('SIM_NOT_FOUND'))).toBe('not_applied');
    expect(outcome(new ProblemError('OUTCOME_UNKNOWN'))).toBe('unknown');
    expect(outcome(new ProblemError('IDEMPOTENCY_KEY_IN_USE'))).toBe('unknown');
    expect(outcome(new ProblemError('INTERNAL_ERROR'))).toBe('unknown');
    expect(outcome(new ProblemError('INTERNAL_ERROR', { outcome: 'not_applied' }))).toBe('not_applied');
    expect(
      toProblem(new ProblemError('SIM_NOT_FOUND'), { ...context, write: false }).outcome,
    ).toBeUndefined();
  });

  it('has at least one whole second in Retry-After', () => {
    expect(problemHeaders(new ProblemError('RATE_LIMITED', { retryAfterSeconds: 0.2 }))['Retry-After']).toBe(
      '1',
    );
    expect(problemHeaders(new ProblemError('OPERATION_IN_PROGRESS'))['Retry-After']).toBe('60');
    expect(problemHeaders(new ProblemError('SIM_NOT_FOUND'))).not.toHaveProperty('Retry-After');
  });

  it('requests a missing credential, and lists the methods after a wrong one', () => {
    expect(problemHeaders(new ProblemError('UNAUTHENTICATED'))).toHaveProperty('WWW-Authenticate');
    expect(problemHeaders(new ProblemError('METHOD_NOT_ALLOWED', { allow: ['GET', 'PUT'] })).Allow).toBe(
      'GET, PUT',
    );
  });

  it('does not take inherited property names for codes', () => {
    expect(isProblemCode('toString')).toBe(false);
    expect(problemType('SIM_NOT_FOUND')).toBe('/problems/sim-not-found');
  });
});
