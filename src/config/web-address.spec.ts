import {
  parseBasePath,
  parseCollectorUrl,
  parseOrigins,
  parseProxyUrl,
  parseTrustedUrl,
} from './web-address';

it.each(['https://login.example.com/', 'https://login.example.com/realms/x', 'http://127.0.0.1:8080/keys'])(
  'an issuer may be %s',
  (url) => {
    expect(parseTrustedUrl(url)).toBe(url);
  },
);

it.each([
  ['nonsense', 'must be a URL'],
  ['http://login.example.com/', 'must start with https:// (http:// only for loopback)'],
  ['ftp://127.0.0.1/', 'must start with https:// (http:// only for loopback)'],
  ['https://me:hush@login.example.com/', 'must not contain credentials'],
  ['https://login.example.com/#hush', 'must not contain a fragment'],
])('an issuer may not be %s', (url, problem) => {
  expect(() => parseTrustedUrl(url)).toThrow(problem);
});

it('accepts a list of web origins', () => {
  const origins = parseOrigins('https://app.example.com, http://localhost:5173');

  expect(origins).toEqual(['https://app.example.com', 'http://localhost:5173']);
});

it.each([
  '*',
  'null',
  'https://app.example.com/',
  'https://*.example.com',
  'app.example.com',
  'https://a.b,',
  '',
])('does not accept %j as an origin', (origins) => {
  expect(() => parseOrigins(origins)).toThrow('must be origins such as https://app.example.com');
});

it.each([
  ['http://otel-collector:4318', 'http://otel-collector:4318'],
  ['https://collector.example.com/otlp/', 'https://collector.example.com/otlp'],
])('accepts %s as the collector of traces', (text, url) => {
  expect(parseCollectorUrl(text)).toBe(url);
});

it.each([
  ['nonsense', 'must be a URL such as http://otel-collector:4318'],
  ['otel-collector:4318', 'must start with https:// or http://'],
  ['grpc://otel-collector:4317', 'must start with https:// or http://'],
  ['https://me:hush@collector.example.com/', 'must not contain credentials'],
  ['https://collector.example.com/?key=hush', 'must not contain a query or a fragment'],
  ['https://collector.example.com/#hush', 'must not contain a query or a fragment'],
])('does not accept %s as the collector of traces', (url, problem) => {
  expect(() => parseCollectorUrl(url)).toThrow(problem);
});

it.each([
  ['/freebit', '/freebit'],
  ['/freebit/', '/freebit'],
  ['/apis/mobile_v1.2/~x//', '/apis/mobile_v1.2/~x'],
  ['/', ''],
])('accepts %s as a base path', (text, path) => {
  expect(parseBasePath(text)).toBe(path);
});

it.each(['freebit', '//evil.example.com', '/a//b', '/..', '/a/./b', '/a b', '/a?b', '/a#b', '/%2e%2e', ''])(
  'does not accept %j as a base path',
  (text) => {
    expect(() => parseBasePath(text)).toThrow('must be a path such as /freebit');
  },
);

it.each(['http://proxy:3128', 'http://me:hush@proxy.internal:3128/', 'https://10.0.0.1'])(
  'accepts %s as a proxy',
  (url) => {
    expect(parseProxyUrl(url)).toBe(url);
  },
);

it.each([
  ['proxy:3128', 'must be a URL such as http://proxy:3128'],
  ['socks5://proxy:1080', 'must be a URL such as http://proxy:3128'],
  ['http://proxy:3128/hush', 'must have nothing after the host and the port'],
  ['http://proxy:3128/?hush', 'must have nothing after the host and the port'],
])('does not accept %s as a proxy', (url, problem) => {
  expect(() => parseProxyUrl(url)).toThrow(problem);
});
