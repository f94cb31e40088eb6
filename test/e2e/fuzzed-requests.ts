import fc from 'fast-check';
import { freebitRoutes, pathOf, type FreebitRoute } from './freebit-routes';

/** A request of a caller, in the form that the server's own injection takes. */
export interface FuzzedRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'OPTIONS';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string | Buffer;
}

const account = fc.oneof(
  fc.constantFrom(
    '09012345678',
    '08038433843',
    '08011110001',
    '08011110002',
    '08011110004',
    '02001234567890',
  ),
  fc.constantFrom(
    '+819012345678',
    '%2B819012345678',
    '%2b81',
    '+8109012345678',
    '9012345678',
    '090-1234-5678',
  ),
  fc.constantFrom(
    'AAA0_00000000001',
    'CCC0_00000000001',
    'ZZZ_1',
    'testMaster@test.ne.jp',
    'testMaster%40test.ne.jp',
  ),
  fc.constantFrom(
    '..',
    '.',
    '%00',
    '%zz',
    '%2f',
    '%252e',
    '*',
    ':msisdn',
    ' ',
    '%20',
    '%EF%BC%90',
    '%F0%9F%93%B1',
  ),
  fc.integer({ min: 0, max: 999_999_999 }).map((digits) => `07${String(digits).padStart(9, '0')}`),
  fc.stringMatching(/^[A-Za-z0-9]{1,17}_[0-9]{1,21}$/),
  fc
    .string({ unit: 'grapheme', minLength: 1 })
    .map((text) => encodeURIComponent(Buffer.from(text).toString())),
  fc.string({ minLength: 1, maxLength: 300 }).map((text) => text.replace(/[^\x21-\x7e]|[?#\\]/g, 'x')),
);

const url = fc.oneof(
  { weight: 2, arbitrary: account.map((name) => `/sims/${name}`) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(account, fc.constantFrom('traffic', 'quota', 'plan', 'Quota', 'plan/', '', 'x'))
      .map(([name, below]) => `/sims/${name}/${below}`),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(account, fc.constantFrom('traffic', 'quota', 'plan', ''))
      .map(([name, below]) => `/share-groups/${name}/${below}`),
  },
  { weight: 2, arbitrary: account.map((name) => `/master-accounts/${name}`) },
  { weight: 1, arbitrary: fc.array(account, { maxLength: 4 }).map((names) => `/${names.join('/')}`) },
);

const query = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  fc.constantFrom('?', '?a=1', '?a=1&a=2', '?__proto__=1', '?%zz', '?msisdn=09012345678', '??'),
);

const value = fc.oneof(
  fc.json(),
  fc.integer({ min: -1, max: 512_001 }).map(String),
  fc.constantFrom(
    '1',
    '100',
    '1e2',
    '"100"',
    '0',
    '1.5',
    '1e400',
    'null',
    'true',
    'false',
    '"LTE3G_P02"',
    '"a b"',
  ),
  fc.constantFrom(
    '"2036-12-31"',
    '"2027-02-30"',
    '"1999-01-01"',
    '""',
    '"\\ud800"',
    '{}',
    '[]',
    `"${'x'.repeat(513)}"`,
  ),
);
const name = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('amountMb', 'planCode', 'reference', 'expiresOn', 'effectiveOn', 'globalIp'),
  },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', '', 'quota', 'authKey') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
);
const members = fc
  .array(fc.tuple(name, value), { maxLength: 4 })
  .map((all) => `{${all.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`);
const payload = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('{"amountMb":100}', '{"planCode":"LTE3G_P02"}') },
  { weight: 1, arbitrary: fc.constant('{"planCode":"LTE3G_P02","effectiveOn":"2036-12-31"}') },
  { weight: 6, arbitrary: members },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.uint8Array().map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.constantFrom('x'.repeat(16_385), '['.repeat(16_000), '\ufeff{"amountMb":1}') },
);

const contentType = fc.oneof(
  { weight: 16, arbitrary: fc.constant('application/json') },
  fc.constantFrom(
    'text/plain',
    'application/json; charset=utf-8',
    'application/json; charset=x',
    ';',
    '',
    'a/b',
  ),
);
const headers = fc.dictionary(
  fc.constantFrom(
    'x-request-id',
    'accept',
    'content-encoding',
    'idempotency-key',
    'cache-control',
    'expect',
    'x-y',
  ),
  fc.string({ unit: 'grapheme-ascii' }),
  { maxKeys: 2 },
);

const method = fc.oneof(
  { weight: 4, arbitrary: fc.constant('GET' as const) },
  { weight: 3, arbitrary: fc.constantFrom('POST' as const, 'PUT' as const) },
  { weight: 1, arbitrary: fc.constantFrom('DELETE' as const, 'PATCH' as const, 'OPTIONS' as const) },
);

/** The injection parses URLs more strictly than the server. */
const wildUrl = fc
  .tuple(url, query)
  .map((parts) => parts.join(''))
  .filter((text) => URL.canParse(text, 'http://gateway'));
const wild = fc.record({ method, url: wildUrl, payload });

const ACCOUNTS: Readonly<Record<FreebitRoute['target'], readonly string[]>> = {
  sim: [
    '09012345678',
    '+819012345678',
    '02001234567890',
    '08011110001',
    '08011110002',
    '08011110004',
    '07099999999',
  ],
  share_group: ['AAA0_00000000001', 'QUMB_00000000001', 'BBB0_00000000001', 'CCC0_00000000001', 'ZZZ0_1'],
  master_account: ['testMaster@test.ne.jp', 'nobody'],
};
const VALID = {
  get: ['', 'x'],
  post: ['{"amountMb":100}', '{"amountMb":1,"reference":"r","expiresOn":"2036-12-31"}'],
  put: ['{"planCode":"LTE3G_P02"}', '{"planCode":"LTE3G_P02","effectiveOn":"2036-12-31"}'],
} as const;

const near = fc.constantFrom(...freebitRoutes).chain((route) =>
  fc.record({
    method: fc.constant(route.method.toUpperCase() as FuzzedRequest['method']),
    url: fc
      .tuple(fc.constantFrom(...ACCOUNTS[route.target]), query)
      .map(([account, search]) => pathOf(route, account) + search),
    payload: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom<string | Buffer>(...VALID[route.method]) },
      { weight: 3, arbitrary: members },
      { weight: 1, arbitrary: payload },
    ),
  }),
);

/** Requests to the routes that call Freebit, near them, and further and further away from them. */
export const fuzzedRequest: fc.Arbitrary<FuzzedRequest> = fc
  .tuple(fc.oneof(near, wild), headers, contentType, fc.uuid())
  .map(([request, more, type, key]) => {
    const headers = { host: 'gateway', 'idempotency-key': key, ...more };
    if (request.method === 'GET' || request.method === 'OPTIONS')
      return { method: request.method, url: request.url, headers };
    return { ...request, headers: { ...headers, 'content-type': type } };
  });
