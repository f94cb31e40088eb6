import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request, { type Response } from 'supertest';
import { Gateway } from '../harness/gateway';
import { keyOf } from '../harness/test-client';

const PAGE = 'https://app.example.com';
const SIM = '/sims/09012345678';

/** Also for requests that match no documented route. */
const plain = ({ url }: Gateway) => request(url);

interface Described {
  readonly components: { readonly parameters: Record<string, { in: string; name: string }> };
}

/** The request headers in the API description. */
const { components } = JSON.parse(readFileSync(join(__dirname, '../../openapi.json'), 'utf8')) as Described;
const describedHeaders = Object.values(components.parameters)
  .filter((parameter) => parameter.in === 'header')
  .map(({ name }) => name);

describe('the headers of every answer', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ DOCS: 'on', CORS_ORIGINS: `${PAGE},https://other.example.com` });
  });
  afterAll(() => gateway.close());

  it.each([
    ['get', SIM, 200],
    ['get', '/sims/nonsense', 400],
    ['get', '/nowhere', 404],
    ['delete', SIM, 405],
    ['get', '/health/live', 200],
    ['get', '/docs', 200],
    ['get', '/docs-json', 200],
  ] as const)('restrict what browsers may do: %s %s', async (method, path, status) => {
    const { headers } = await plain(gateway)[method](path).set(keyOf()).expect(status);

    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'strict-transport-security': 'max-age=31536000',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
    });
    for (const name of ['x-powered-by', 'server', 'set-cookie']) expect(headers).not.toHaveProperty(name);
  });

  it('are also sent with a 401', async () => {
    const { headers } = await gateway.stranger.get(SIM).expect(401);

    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
  });

  it('let the page of the description run its own scripts, and no inline ones', async () => {
    const { headers, text } = await gateway.stranger.get('/docs').expect(200);

    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/script-src 'self';/);
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/);
    for (const [script] of text.matchAll(/<script[^>]*>[^<]*/g)) expect(script).toMatch(/ src=.*> ?$/);
    expect(text).not.toMatch(/\son\w+=/);
  });

  describe('for web pages', () => {
    const preflight = (origin: string) =>
      gateway.stranger.options(SIM).set({ Origin: origin, 'Access-Control-Request-Method': 'GET' });
    const corsOf = ({ headers }: Response) =>
      Object.keys(headers).filter((name) => name.startsWith('access-control'));

    it('let the listed ones call and read the headers they need', async () => {
      const asked = await preflight(PAGE).expect(204);
      const { headers } = await gateway.http.get(SIM).set('Origin', PAGE).expect(200);

      expect(asked.headers).toMatchObject({
        'access-control-allow-origin': PAGE,
        'access-control-allow-headers': expect.stringContaining('X-API-Key'),
        'access-control-allow-methods': 'GET, POST, PUT',
      });
      expect(headers['access-control-allow-origin']).toBe(PAGE);
      expect(headers['access-control-expose-headers']).toMatch(/X-Request-Id.*Retry-After/);
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
      expect(headers.vary).toContain('Origin');
    });

    it('let them send every header of the API description', async () => {
      const { headers } = await preflight(PAGE).expect(204);

      const allowed = String(headers['access-control-allow-headers']).toLowerCase().split(', ');
      expect(describedHeaders.filter((name) => !allowed.includes(name.toLowerCase()))).toEqual([]);
      expect(describedHeaders).toContain('Cache-Control');
    });

    it('let them read the answer when they are refused', async () => {
      const { headers } = await gateway.stranger.get(SIM).set('Origin', PAGE).expect(401);

      expect(headers['access-control-allow-origin']).toBe(PAGE);
    });

    it.each(['https://evil.example.com', 'null', 'http://app.example.com', `${PAGE}.evil.com`])(
      'allow nothing to %s',
      async (origin) => {
        const [asked, got] = [
          await preflight(origin).expect(405),
          await gateway.http.get(SIM).set('Origin', origin),
        ];

        expect([...corsOf(asked), ...corsOf(got)]).not.toContain('access-control-allow-origin');
      },
    );

    it('do not change OPTIONS requests that are no preflight', async () => {
      const { headers, body } = await gateway.stranger.options(SIM).expect(405);
      await gateway.stranger.options('/nowhere').expect(404);

      expect(headers.allow).toBe('GET');
      expect(body.code).toBe('METHOD_NOT_ALLOWED');
    });
  });
});

describe('the description', () => {
  const pages = [
    '/docs',
    '/docs/',
    '/docs/swagger-ui.css',
    '/docs/swagger-ui-init.js',
    '/docs-json',
    '/docs-yaml',
  ];

  it.each([
    ['on', 200, 200],
    ['auth', 401, 200],
    ['off', 404, 404],
  ])('with DOCS=%s is %i without a key and %i with one', async (DOCS, anonymous, callers) => {
    const gateway = await Gateway.start({ DOCS });

    for (const page of pages) {
      await plain(gateway).get(page).expect(anonymous);
      await plain(gateway).get(page).set(keyOf()).expect(callers);
    }

    await gateway.close();
  });

  it.each([
    ['development', true],
    ['production', false],
  ])('generates the key of a write in %s: %s', async (NODE_ENV, fillsIn) => {
    const gateway = await Gateway.start({ DOCS: 'on', NODE_ENV, ALLOW_MEMORY_STORE: 'true' });

    const { text } = await plain(gateway).get('/docs/swagger-ui-init.js').expect(200);

    expect(text.includes('getRandomValues')).toBe(fillsIn);
    const key = /"name": "Idempotency-Key",\s+"in": "header",[^}]*?"required": (\w+)/.exec(text)?.[1];
    expect(key).toBe(`${!fillsIn}`);
    await gateway.close();
  });

  it('contains no key and stores none', async () => {
    const gateway = await Gateway.start({ DOCS: 'on' });

    const texts = await Promise.all(pages.map(async (page) => (await plain(gateway).get(page)).text));

    expect(texts.join()).not.toMatch(/fbgw_[A-Za-z0-9-]+_\w{8}/);
    expect(texts.join()).toContain('"persistAuthorization": false');
    await gateway.close();
  });
});
