import { papers } from '../../freebit-docs/papers';
import { Gateway } from '../harness/gateway';
import { ask, freebitRoutes, titleOf } from './freebit-routes';

const paths = freebitRoutes.map(({ document }) => papers[document].defaultPath);

describe.each([205, 228])('an auth key that Freebit refuses with %d', (code) => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  afterAll(() => gateway.close());

  it('stays hidden from the caller: the call is repeated, and executed once', async () => {
    for (const path of paths) gateway.freebit.faults.code(code, path, 1);

    // Each on its own line, because equal reads at the same time are one call.
    const accounts = freebitRoutes.map(({ target, effect }, index) => {
      if (target !== 'sim' || effect !== 'read') return undefined;
      return gateway.freebit.lines.seed(`0809000${String(index).padStart(4, '0')}`).msisdn;
    });

    const answers = await Promise.all(
      freebitRoutes.map(async (route, index) => await ask(gateway, route, accounts[index])),
    );

    for (const { status } of answers) expect(status).toBeLessThan(300);
    expect(gateway.freebit.journal.executions()).toBe(3);
    expect(gateway.freebit.journal.entries().filter(({ fault }) => fault !== null)).toHaveLength(9);
  });
});

const everyRoute = freebitRoutes.map((route) => ({ title: titleOf(route), route, code: 205 }));
const oneOfEach = everyRoute.filter(({ title }) => /^(GET|POST) \/sims\/\{msisdn\}(\/quota)?$/.test(title));

// Concurrently, because a young key is retried for seconds.
it.concurrent.each([...everyRoute, ...oneOfEach.map((asked) => ({ ...asked, code: 228 }))])(
  'an auth key that is always refused with $code is replaced once, then $title is 503',
  async ({ route, code }) => {
    const gateway = await Gateway.start();
    gateway.freebit.faults.code(code, papers[route.document].defaultPath, Infinity);

    const { body, headers } = await ask(gateway, route).expect(503);

    expect(body).toMatchObject({ code: 'UPSTREAM_AUTH_FAILED', retryable: true });
    expect(body.outcome).toBe(route.effect === 'write' ? 'not_applied' : undefined);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(gateway.freebit.auth.logins).toBe(2);
    expect(gateway.freebit.journal.executions()).toBe(0);
    await gateway.close();
  },
);

it('an auth key that is refused for one line stays valid for the others', async () => {
  const gateway = await Gateway.start();
  const sims = freebitRoutes.filter(({ target }) => target === 'sim');

  const refused = await ask(gateway, sims[0]!, '09000000205').expect(503);
  const normal = await ask(gateway, sims[0]!).expect(200);

  expect(refused.body.code).toBe('UPSTREAM_AUTH_FAILED');
  expect(normal.body.msisdn).toBe('09012345678');
  await gateway.close();
});
