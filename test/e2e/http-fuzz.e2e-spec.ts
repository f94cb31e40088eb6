import fc from 'fast-check';
import { keyOf } from '../harness/test-client';
import { type ProbeApp, startProbe } from './http-probe';

/** `npm run test:requests` sends 50,000. */
const RUNS = Number(process.env.FUZZ_REQUESTS ?? 5_000);

const member = fc.oneof(
  fc.json(),
  fc.constantFrom(
    '1',
    '0',
    '1e400',
    '"100"',
    '9007199254740993',
    '-0',
    '1.0',
    '{"text":1}',
    '[[[[',
    '',
    '\u0000',
  ),
);
const name = fc.oneof(
  fc.constantFrom('amountMb', 'reference', 'note', 'expiresOn', '__proto__', 'constructor', 'toString', ''),
  fc.string({ unit: 'binary' }),
);
const object = fc
  .array(fc.tuple(name, member), { maxLength: 5 })
  .map((members) => `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`);
const body = fc.oneof(
  object,
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
);
const type = fc.oneof(
  { weight: 5, arbitrary: fc.constant('application/json') },
  fc.constantFrom('text/plain', 'application/json; charset=x', 'application/JSON', ';', 'a/b/c', '*/*', ''),
);
const segment = fc.oneof(
  fc.constantFrom(
    'sims',
    '09012345678',
    'quota',
    'problems',
    '..',
    '.',
    '%00',
    '%zz',
    '%2f',
    ';',
    ':msisdn',
    '*',
    'docs',
  ),
  fc.string().map(encodeURIComponentSafely),
);
const path = fc
  .oneof(
    fc.constantFrom('/sims/09012345678/quota', '/sims/x/quota', '/sims/09012345678'),
    fc.array(segment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`),
  )
  // The injection parses URLs more strictly than the server.
  .filter((text) => URL.canParse(text, 'http://gateway'));
const method = fc.constantFrom('GET', 'POST', 'POST', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS');
const headers = fc.dictionary(
  fc.constantFrom(
    'x-request-id',
    'accept',
    'content-encoding',
    'idempotency-key',
    'accept-version',
    'expect',
    'x-y',
  ),
  fc.string({ unit: 'grapheme-ascii' }),
);

const anyRequest = fc.record({ verb: method, url: path, extra: headers, contentType: type, payload: body });

describe('any request', () => {
  let probe: ProbeApp;
  beforeAll(async () => (probe = await startProbe()));
  afterAll(() => probe.close());

  it(
    'never causes an internal error, and is refused only with problem documents',
    async () => {
      const fastify = probe.app.getHttpAdapter().getInstance();
      await fc.assert(
        fc.asyncProperty(anyRequest, async ({ verb, url, extra, contentType, payload }) => {
          const answer = await fastify.inject({
            method: verb,
            url,
            headers: {
              host: 'gateway',
              ...keyOf(),
              ...extra,
              ...(verb === 'GET' ? {} : { 'content-type': contentType }),
            },
            ...(verb === 'GET' || verb === 'HEAD' ? {} : { payload }),
          });

          expect(answer.statusCode).toBeLessThan(500);
          expect(answer.headers).toMatchObject({ 'cache-control': 'private, no-store' });
          if (answer.statusCode >= 400 && verb !== 'HEAD') expectProblem(answer.json(), answer.statusCode);
        }),
        { numRuns: RUNS },
      );
      expect(probe.log.filter(({ level }) => level === 'error')).toEqual([]);
    },
    90_000 + RUNS * 50,
  );
});

function expectProblem(problem: Record<string, unknown>, status: number): void {
  expect(problem).toMatchObject({
    type: expect.stringMatching(/^\/problems\/[a-z-]+$/),
    title: expect.any(String),
    status,
    code: expect.stringMatching(/^[A-Z_]+$/),
    detail: expect.any(String),
    requestId: expect.stringMatching(/^[A-Za-z0-9._:-]{1,128}$/),
    retryable: expect.any(Boolean),
    errors: expect.any(Array),
  });
}

function encodeURIComponentSafely(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}
