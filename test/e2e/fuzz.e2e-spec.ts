import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { LightMyRequestResponse } from 'fastify';
import { AuditLog } from '../../src/observability/audit-log';
import { PlanChangeSettlement } from '../../src/resources/plan/plan-change-settlement';
import { Gateway } from '../harness/gateway';
import { OpenApiContract } from '../harness/openapi-contract';
import { ScriptedUpstream } from '../harness/scripted-upstream';
import { keyOf } from '../harness/test-client';
import { raw } from '../harness/upstream-answers';
import { freebitRoutes, freshAccount, pathOf, type FreebitRoute } from './freebit-routes';
import { fuzzedAnswer, FUZZED_SIM, type FuzzedAnswer } from './fuzzed-answers';
import { fuzzedRequest } from './fuzzed-requests';

const RUNS = Number(process.env.FUZZ_RUNS ?? 300);
const TIMEOUT_MS = 90_000 + RUNS * 300;

const contract = new OpenApiContract();

// Thousands of audit lines, and of reads that settle plan changes, would drown what is tested here.
beforeAll(() => {
  jest.spyOn(AuditLog.prototype, 'write').mockResolvedValue();
  jest.spyOn(PlanChangeSettlement.prototype, 'schedule').mockReturnValue();
});
afterAll(() => jest.restoreAllMocks());

function expectDocumented(method: string, path: string, answer: LightMyRequestResponse): void {
  const contentType = String(answer.headers['content-type']);
  const { statusCode: status } = answer;
  expect(contract.violations({ method, path, status, contentType, body: answer.json() })).toEqual([]);
}

describe('any answer from Freebit', () => {
  let upstream: ScriptedUpstream;
  let gateway: Gateway;
  const endings = new Map<string, number>();

  beforeAll(async () => {
    upstream = await ScriptedUpstream.start();
    gateway = await Gateway.start({ FREEBIT_BASE_URL: upstream.url });
  });
  afterAll(async () => {
    await gateway.close();
    await upstream.close();
  });

  async function askOne(route: FreebitRoute, answer: FuzzedAnswer): Promise<void> {
    const path = pathOf(route, accountFor(route));
    const method = route.method.toUpperCase() as 'GET' | 'POST' | 'PUT';
    const got = await gateway.app.inject({
      method,
      url: path,
      headers: { ...keyOf(), ...(route.body && { 'idempotency-key': randomUUID() }) },
      ...(route.body && { payload: route.body() }),
    });
    expectDocumented(method, path, got);
    expectTruth(route, answer, got);
    const ending = got.statusCode < 300 ? `${route.effect} success` : String(got.json().code);
    endings.set(ending, (endings.get(ending) ?? 0) + 1);
  }

  it(
    'becomes a documented answer, never an internal error, and a write never claims what Freebit did not say',
    async () => {
      await fc.assert(
        fc.asyncProperty(fuzzedAnswer, async (answer) => {
          upstream.answer('*', raw({ status: answer.httpStatus, headers: JSON_TYPE, body: answer.body }));

          await Promise.all(freebitRoutes.map((route) => askOne(route, answer)));

          upstream.requests.splice(0);
        }),
        { numRuns: RUNS },
      );
      expect([...endings.keys()]).toEqual(expect.arrayContaining(EVERY_ENDING));
      for (const dull of ['UPSTREAM_UNAVAILABLE', 'ACCOUNT_BUSY', 'PREVIOUS_OUTCOME_UNKNOWN'])
        expect([...endings.keys()]).not.toContain(dull);
    },
    TIMEOUT_MS,
  );
});

const JSON_TYPE = { 'Content-Type': 'application/json; charset=UTF-8' };

/** The line that the answers are about, or one that no other write keeps locked. */
function accountFor({ effect, target }: FreebitRoute): string | undefined {
  if (effect === 'write') return freshAccount(target);
  return target === 'sim' ? FUZZED_SIM : undefined;
}

/** Codes that must occur, or the answers are not wild enough. */
const EVERY_ENDING = [
  'read success',
  'write success',
  'OUTCOME_UNKNOWN',
  'UPSTREAM_INVALID_RESPONSE',
  'UPSTREAM_CONTRACT_VIOLATION',
  'ACCOUNT_STATE_CONFLICT',
];

/**
 * Success needs detail code 100 under a 2xx, and for a line its number; `not_applied` needs a code that a paper lists.
 * Any other outcome of a write is unknown.
 */
function expectTruth(route: FreebitRoute, answer: FuzzedAnswer, got: LightMyRequestResponse): void {
  const body: Record<string, unknown> = got.json();
  const codes = codesIn(answer.body);
  expect(got.statusCode).not.toBe(500);
  if (got.statusCode < 300) {
    expect(codes[0]).toBe('100');
    expect(answer.httpStatus).toBeLessThan(300);
    if (route.target === 'sim' && route.effect === 'read')
      expect(answer.body.toString()).toContain(FUZZED_SIM.slice(1));
    return;
  }
  if (route.effect === 'read') return;
  if (body.outcome === 'not_applied') {
    expect(codes.some((code) => /^(2[0-4]\d|3[23]\d)$/.test(code))).toBe(true);
    return;
  }
  expect(body).toMatchObject({ code: 'OUTCOME_UNKNOWN', outcome: 'unknown', retryable: false });
}

const PAPER_NAMES = new Set(['resultCode', 'status', 'statusCode', 'responseDatas']);

/** The gateway reads names in any case, and prefers the one of the papers, which therefore comes last. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function withLowerNames(value: any): any {
  if (Array.isArray(value)) return value.map(withLowerNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => Number(PAPER_NAMES.has(a)) - Number(PAPER_NAMES.has(b)))
      .map(([name, inner]) => [name.toLowerCase(), withLowerNames(inner)]),
  );
}

/** Every code in an answer as plain JSON has it: the result's, the status beside it, and those of accounts inside. */
function codesIn(bytes: Buffer): string[] {
  try {
    const { resultcode, status, responsedatas } = withLowerNames(JSON.parse(new TextDecoder().decode(bytes)));
    const inner: unknown[] = [responsedatas].flat().map((item) => item?.resultcode);
    return [resultcode, status?.statuscode, ...inner].map(String);
  } catch {
    return [];
  }
}

describe('any request of a caller', () => {
  let gateway: Gateway;
  const statuses = new Map<number, number>();
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  afterAll(() => gateway.close());

  it(
    'is answered as documented, and never with a 5xx while Freebit works',
    async () => {
      await fc.assert(
        fc.asyncProperty(fuzzedRequest, async (request) => {
          const answer = await gateway.app.inject({
            ...request,
            headers: { ...keyOf(), ...request.headers },
          });

          expect(answer.statusCode).toBeLessThan(500);
          // As the injection has understood it: it removes dots and double slashes.
          const { pathname } = new URL(request.url, 'http://gateway');
          if (answer.body !== '') expectDocumented(request.method, pathname, answer);
          statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
        }),
        { numRuns: 2 * RUNS },
      );
      expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 201, 400, 404, 405, 409, 415]));
    },
    TIMEOUT_MS,
  );
});
