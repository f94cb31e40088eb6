import type { FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Test } from 'supertest';
import { Authentication } from '../../src/access/authentication';
import { parseApiClients } from '../../src/config/api-clients';
import { toConfig } from '../../src/config/config';
import { readEnvironment } from '../../src/config/environment';
import { scopes } from '../../src/config/scopes';
import { createApp } from '../../src/create-app';
import { Gateway } from '../harness/gateway';
import { keyOf, TEST_CLIENTS, testClient, type TestClient } from '../harness/test-client';
import { freebitRoutes, freshAccount, pathOf, startOver, titleOf, type FreebitRoute } from './freebit-routes';

interface Operation {
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly responses: Readonly<Record<string, unknown>>;
}

const OWN = ['09012345678', 'AAA0_00000000001', 'testMaster@*', '070*', 'FRESH_*'];
const portal = testClient('portal', { lines: OWN });
const partner = testClient('partner', { lines: ['0801111*', 'ZZZ_*', 'other@*'] });
const without = new Map(
  scopes.map((scope) => {
    const rest = scopes.filter((other) => other !== scope);
    return [scope, testClient(`no-${scope.replace(':', '-')}`, { scopes: rest })];
  }),
);
const clients = [portal, partner, ...without.values()];
const revoked = testClient('portal', { secret: 'revoked-'.repeat(6) });

const scopeOf = ({ method, template }: FreebitRoute) =>
  method === 'get' ? 'sims:read' : template.endsWith('plan') ? 'plan:write' : 'quota:write';
const nobodys: Readonly<Record<FreebitRoute['target'], string>> = {
  sim: '09099999999',
  share_group: 'QQQ0_00000000001',
  master_account: 'nobody@test.ne.jp',
};

describe('access', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ API_CLIENTS: JSON.stringify(clients.map(({ entry }) => entry)) });
    await ask(freebitRoutes[0]!, { as: portal }).expect(200);
  });
  beforeEach(() => {
    startOver(gateway);
  });
  afterAll(() => gateway.close());

  interface Asking {
    readonly as?: TestClient;
    readonly account?: string | undefined;
    readonly key?: string;
  }

  function ask(route: FreebitRoute, { as, account, key = randomUUID() }: Asking): Test {
    const test = gateway.stranger[route.method](pathOf(route, account)).set(as ? keyOf(as) : {});
    return route.body ? test.set('Idempotency-Key', key).send(route.body()) : test;
  }

  /** Nothing has reached Freebit, not even a login. */
  const expectSilence = () => expect(gateway.freebit.journal.entries()).toEqual([]);

  describe.each(freebitRoutes.map((route) => [titleOf(route), route] as const))('on %s', (_, route) => {
    const ownAccount = () => (route.effect === 'write' ? freshAccount(route.target) : undefined);

    it('is allowed to a client with the scope and the line', async () => {
      const { status } = await ask(route, { as: portal, account: ownAccount() });

      expect([200, 201, 404]).toContain(status);
      expect(gateway.freebit.journal.entries()).not.toEqual([]);
    });

    it.each([
      ['a caller without a key', undefined],
      ['a stranger', testClient('stranger')],
      ['a revoked key', revoked],
    ])('is refused to %s, always with the same answer', async (_who, as) => {
      const { body, headers } = await ask(route, as ? { as } : {}).expect(401);

      expect(body).toMatchObject({
        code: 'UNAUTHENTICATED',
        detail: expect.stringMatching(/^The request has no/),
      });
      expect(headers['www-authenticate']).toBe('ApiKey realm="freebit-gateway"');
      expectSilence();
    });

    it('is refused to a client without the scope', async () => {
      const { body } = await ask(route, { as: without.get(scopeOf(route))! }).expect(403);

      expect(body.code).toBe('PERMISSION_DENIED');
      expectSilence();
    });

    it('is refused to a client that may use only other lines, whether the line exists or not', async () => {
      const answers = [undefined, nobodys[route.target]].map((account) =>
        ask(route, { as: partner, account }).expect(403),
      );

      const [existing, other] = (await Promise.all(answers)).map(({ body }) => ({
        ...body,
        requestId: '',
        instance: '',
      }));
      expect(existing).toEqual(other);
      expect(existing.code).toBe('PERMISSION_DENIED');
      expectSilence();
    });
  });

  it.each(['+819012345678', '%2B819012345678', '%2b819012345678', '0901234567%38'])(
    'does not depend on the spelling of the line: %s',
    async (spelling) => {
      const path = `/sims/${spelling}`;

      await gateway.stranger.get(path).set(keyOf(portal)).expect(200);
      startOver(gateway);
      await gateway.stranger.get(path).set(keyOf(partner)).expect(403);

      expectSilence();
    },
  );

  it('is decided before a cached answer is looked up', async () => {
    const route = freebitRoutes.find(({ effect, target }) => effect === 'write' && target === 'sim')!;
    const [account, key] = [freshAccount('sim'), randomUUID()];
    gateway.freebit.lines.seed(account);
    const { body } = await ask(route, { as: portal, account, key }).expect(201);

    const foreign = await ask(route, { as: partner, account, key }).expect(403);
    const poor = await ask(route, { as: without.get('quota:write')!, account, key }).expect(403);

    expect([foreign.body, poor.body].map(({ operationId }) => operationId)).toEqual([undefined, undefined]);
    expect(body.operationId).toBeDefined();
  });

  it('is decided before a byte of the body is read', async () => {
    const path = '/sims/09012345678/quota';
    const broken = (test: Test) => test.set('Content-Type', 'application/json').send('{"amountMb":');

    await broken(gateway.stranger.post(path)).expect(401);
    await broken(gateway.stranger.post(path).set(keyOf(partner))).expect(403);
    await broken(gateway.stranger.post(path).set(keyOf(portal))).expect(400);
  });

  it('is counted in metrics that name only configured clients', async () => {
    await gateway.stranger.get('/sims/09012345678').set(keyOf(revoked)).expect(401);

    const { text } = await gateway.stranger.get('/metrics').expect(200);

    for (const decision of ['admitted', 'no_credential', 'invalid_key', 'missing_scope', 'foreign_line']) {
      expect(text).toMatch(
        new RegExp(`access_decisions_total\\{credential="\\w+",decision="${decision}"\\} [1-9]`),
      );
    }
    const configured = new Set<unknown>([
      'token',
      'none',
      ...clients.map(({ entry }) => (entry as { id: string }).id),
    ]);
    const named = new Set([...text.matchAll(/client="([^"]*)"/g)].map(([, name]) => name));
    expect([...named].filter((name) => !configured.has(name))).toEqual([]);
    expect(text.replaceAll(/client="[^"]*"/g, '')).not.toMatch(/portal|partner|stranger/);
  });
});

it('the gateway refuses every request if no client is configured, and logs that at startup', async () => {
  const lines: string[] = [];
  const log = { write: (line: string) => lines.push(line) };
  const gateway = await Gateway.start({ API_CLIENTS: '', LOG_LEVEL: 'warn' }, log);

  await gateway.http.get('/sims/09012345678').expect(401);
  await gateway.http.get('/health/ready').expect(200);

  expect(lines.join()).toMatch(/"level":"warn".*no caller can get in.*npm run api-key/);
  await gateway.close();
});

it('the gateway logs the client id that a refused key claims, and never the key itself', async () => {
  const lines: string[] = [];
  const environment = { API_CLIENTS: JSON.stringify([portal.entry]), LOG_LEVEL: 'info' };
  const gateway = await Gateway.start(environment, { write: (line: string) => lines.push(line) });

  await gateway.stranger.get('/sims/09012345678').set(keyOf(revoked)).expect(401);
  await gateway.stranger
    .get('/sims/09012345678')
    .set(keyOf(testClient('stranger')))
    .expect(401);

  const told = lines
    .filter((line) => line.includes('authentication failed'))
    .map((line) => JSON.parse(line).caller);
  expect(told).toEqual(['portal', undefined]);
  expect(lines.join()).not.toMatch(/fbgw_|revoked-|stranger/);
  await gateway.close();
});

it('the gateway applies a new list of clients immediately', async () => {
  const gateway = await Gateway.start({ API_CLIENTS: JSON.stringify([portal.entry]) });
  const statusOf = async (client: TestClient) =>
    (await gateway.stranger.get('/sims/09012345678').set(keyOf(client))).status;
  expect([await statusOf(portal), await statusOf(partner)]).toEqual([200, 401]);

  gateway.app.get(Authentication).replaceClients(parseApiClients(JSON.stringify([partner.entry])));

  expect([await statusOf(portal), await statusOf(partner)]).toEqual([401, 403]);
  await gateway.close();
});

it('the gateway refuses every caller on a route without a controller, whatever the scopes', async () => {
  const environment = {
    FREEBIT_OEM_ID: 'id',
    FREEBIT_OEM_KEY: 'key',
    LOG_LEVEL: 'fatal',
    API_CLIENTS: TEST_CLIENTS,
  };
  const app = await createApp(toConfig(readEnvironment(environment)));
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.get('/backdoor', () => 'open');
  await app.init();

  const known = await app.inject({ url: '/backdoor', headers: keyOf() });
  const unknown = await app.inject({ url: '/backdoor' });

  expect([known.statusCode, unknown.statusCode]).toEqual([403, 401]);
  await app.close();
});

describe('the description', () => {
  const { paths } = JSON.parse(readFileSync(resolve(__dirname, '../../openapi.json'), 'utf8')) as {
    paths: Record<string, Record<string, Operation>>;
  };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
    ),
  );

  it('needs no credential for problems, health and metrics only', () => {
    const open = operations.filter(([, { security }]) => security.length === 0).map(([title]) => title);

    expect(open.sort()).toEqual([
      ...['GET /health/live', 'GET /health/ready', 'GET /metrics', 'GET /problems', 'GET /problems/{slug}'],
    ]);
  });

  it.each(operations.filter(([, { security }]) => security.length > 0))(
    'requires either credential for %s, and documents 401 and 403',
    (title, { security, responses }) => {
      const route = freebitRoutes.find((candidate) => titleOf(candidate) === title);
      const scope = route
        ? [scopeOf(route)]
        : ['GET /operations/{operationId}', 'GET /operations', 'GET /me'].includes(title)
          ? []
          : ['operations:resolve'];

      expect(security).toEqual([{ apiKey: scope }, { bearer: scope }]);
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403']));
    },
  );
});
