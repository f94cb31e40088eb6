import { papers } from '../../freebit-docs/papers';
import { Gateway } from '../harness/gateway';
import { ask, freebitRoutes, startOver, titleOf, type FreebitRoute } from './freebit-routes';

const HURRIED = {
  FREEBIT_READ_TIMEOUT_MS: '700',
  READ_DEADLINE_MS: '1000',
  WRITE_DEADLINE_MS: '700',
  WRITE_LISTEN_MS: '800',
};

interface Event {
  readonly what: string;
  readonly account: string;
  /** Status and code of a read; null when it succeeds. */
  readonly read: readonly [status: number, code: string] | null;
  /** Status of a write, whose code is OUTCOME_UNKNOWN. */
  readonly write: number;
  readonly executions: number;
}

const events: readonly Event[] = [
  { what: 'no answer', account: '09000001001', read: [504, 'UPSTREAM_TIMEOUT'], write: 504, executions: 0 },
  {
    what: 'a reset',
    account: '09000001002',
    read: [502, 'UPSTREAM_CONNECTION_LOST'],
    write: 504,
    executions: 0,
  },
  {
    what: 'an HTML page',
    account: '09000001003',
    read: [502, 'UPSTREAM_INVALID_RESPONSE'],
    write: 502,
    executions: 0,
  },
  {
    what: 'half an answer',
    account: '09000001004',
    read: [502, 'UPSTREAM_INVALID_RESPONSE'],
    write: 502,
    executions: 1,
  },
  {
    what: 'an empty answer',
    account: '09000001005',
    read: [502, 'UPSTREAM_INVALID_RESPONSE'],
    write: 502,
    executions: 1,
  },
  {
    what: 'a connection that drops afterwards',
    account: '09000001006',
    read: null,
    write: 504,
    executions: 1,
  },
  {
    what: 'an unknown code',
    account: '09000001008',
    read: [502, 'UPSTREAM_CONTRACT_VIOLATION'],
    write: 502,
    executions: 0,
  },
];

const sims = freebitRoutes.filter(({ target }) => target === 'sim');
const reads = sims.filter(({ effect }) => effect === 'read');
const writes = sims.filter(({ effect }) => effect === 'write');
const casesOf = (routes: readonly FreebitRoute[]) =>
  events.flatMap((event) =>
    routes.map((route) => ({
      ...event,
      route,
      title: titleOf(route),
      path: papers[route.document].defaultPath,
    })),
  );

// Two writes never share a gateway: a line with an unknown outcome stays locked for a while.
describe.each([...writes.map((write) => [write]), reads])('when Freebit gives', (...routes) => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start(HURRIED);
  });
  beforeEach(() => startOver(gateway));
  afterAll(() => gateway.close());

  it.each(casesOf(routes))('$what, $title answers as documented', async (asked) => {
    const { route, account, path } = asked;

    const { status, body } = await ask(gateway, route, account);

    if (route.effect === 'write') {
      expect(body).toMatchObject({
        status: asked.write,
        code: 'OUTCOME_UNKNOWN',
        outcome: 'unknown',
        retryable: false,
        operationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
      expect(gateway.freebit.journal.count(path)).toBe(1);
      expect(gateway.freebit.journal.executions(account)).toBe(asked.executions);
    } else {
      expect([status, body.code]).toEqual(asked.read ?? [200, undefined]);
      expect(body).not.toHaveProperty('outcome');
    }
  });
});

describe('when Freebit gives', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  beforeEach(() => startOver(gateway));
  afterAll(() => gateway.close());

  it.each([
    ['a success at HTTP 500', 500, { resultCode: '100', status: { statusCode: '200' } }],
    ['a success of class 403', 200, { resultCode: '100', status: { statusCode: '403' } }],
    ['a refusal beside the code of success', 200, { resultCode: '210', status: { statusCode: '100' } }],
    [
      'a class of failure beside the status of success',
      200,
      { resultCode: 500, status: { statusCode: 200 } },
    ],
    [
      'a refused auth key inside a success',
      200,
      { resultCode: '100', status: { statusCode: '200' }, responseDatas: [{ resultCode: '205' }] },
    ],
    ['a list', 200, [{ resultCode: '100' }]],
    ['no code', 200, { status: { statusCode: '200' } }],
    ['a code in words', 200, { resultCode: 'OK' }],
    ['an answer of two megabytes', 200, { resultCode: '100', filler: 'x'.repeat(2 * 1024 * 1024) }],
    ['a redirect', 307, { resultCode: '100' }],
  ])('%s, a write is neither a success nor a failure', async (_what, httpStatus, answer) => {
    gateway.freebit.faults.answer({ httpStatus, body: JSON.stringify(answer) }, '/master/addSpec/');
    gateway.freebit.faults.answer({ httpStatus, body: JSON.stringify(answer) }, '/mvno/changePlan/');
    for (const route of writes) {
      const { body } = await ask(gateway, route).expect(502);

      expect(body).toMatchObject({ code: 'OUTCOME_UNKNOWN', outcome: 'unknown' });
    }
    expect(gateway.freebit.journal.count('/master/addSpec/')).toBe(1);
    expect(gateway.freebit.journal.count('/mvno/changePlan/')).toBe(1);
  });
});

it('an auth key that is refused once stays hidden from the caller (09000001007)', async () => {
  const gateway = await Gateway.start();

  const { body } = await ask(gateway, reads[0]!, '09000001007').expect(200);

  expect(body.msisdn).toBe('09000001007');
  await gateway.close();
});

it('every route says that nothing was sent when Freebit cannot be reached', async () => {
  const gateway = await Gateway.start();
  await ask(gateway, reads[0]!).expect(200);
  await gateway.freebit.close();

  for (const route of freebitRoutes.toReversed()) {
    const { body, headers } = await ask(gateway, route).expect(503);

    expect(body).toMatchObject({ code: 'UPSTREAM_UNREACHABLE', retryable: true });
    expect(body.outcome).toBe(route.effect === 'write' ? 'not_applied' : undefined);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  }
  await gateway.close();
});
