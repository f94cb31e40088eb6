import { crossesNetworkInClear, parseFreebitBaseUrl } from './freebit-base-url';

describe('the address of Freebit', () => {
  it.each([
    'https://i1.mvno.net/emptool/api',
    'https://10.0.0.1/api',
    'http://localhost:4010/emptool/api',
    'http://127.0.0.1:4010/emptool/api',
    'http://127.1.2.3/api',
    'http://[::1]:4010/api',
    'http://10.1.2.3/api',
    'http://192.168.0.9/api',
    'http://172.16.0.1/api',
    'http://172.31.255.255/api',
    'http://[fd00::1]/api',
    'http://simulator:4010/emptool/api',
    'http://freebit.internal/api',
    'http://freebit.local/api',
  ])('may be %s', (url) => {
    const address = parseFreebitBaseUrl(url);

    expect(address).toBe(url);
  });

  it.each([
    ['a slash at the end', 'https://i1.mvno.net/emptool/api/', 'https://i1.mvno.net/emptool/api'],
    ['many slashes at the end', 'https://i1.mvno.net//', 'https://i1.mvno.net'],
    ['a host in capitals', 'HTTPS://I1.MVNO.NET/emptool/api', 'https://i1.mvno.net/emptool/api'],
  ])('is kept without %s', (_, url, kept) => {
    const address = parseFreebitBaseUrl(url);

    expect(address).toBe(kept);
  });

  it.each([
    ['no URL', 'i1.mvno.net', 'must be a URL'],
    ['another protocol', 'ftp://i1.mvno.net/api', 'must start with https://'],
    ['a script', 'javascript:alert(1)', 'must start with https://'],
    ['a user', 'https://spy@i1.mvno.net/api', 'must not contain credentials'],
    ['a password', 'https://:hush@i1.mvno.net/api', 'must not contain credentials'],
    ['a query', 'https://i1.mvno.net/api?x=1', 'must not contain a query or a fragment'],
    ['a fragment', 'https://i1.mvno.net/api#x', 'must not contain a query or a fragment'],
    ['a metadata service', 'https://169.254.169.254/latest', 'must not be a link-local address'],
    ['a link-local address', 'http://[fe80::1]/api', 'must not be a link-local address'],
    ['a public host in clear', 'http://i1.mvno.net/emptool/api', 'must start with https://'],
    ['a public address in clear', 'http://203.0.113.9/api', 'must start with https://'],
    ['what only looks private', 'http://172.32.0.1/api', 'must start with https://'],
    ['what only begins like loopback', 'http://localhost.example.com/api', 'must start with https://'],
    ['what only begins like a private address', 'http://10.example.com/api', 'must start with https://'],
    ['what only begins like a loopback address', 'http://127.example.com/api', 'must start with https://'],
  ])('may not be %s', (_, url, problem) => {
    const parse = () => parseFreebitBaseUrl(url);

    expect(parse).toThrow(problem);
  });

  it.each([
    ['https://i1.mvno.net/emptool/api', false],
    ['http://127.0.0.1:4010/api', false],
    ['http://[::1]:4010/api', false],
    ['http://simulator:4010/api', true],
    ['http://10.1.2.3/api', true],
  ])('of %s sends data over a network unencrypted: %s', (url, inClear) => {
    const crosses = crossesNetworkInClear(url);

    expect(crosses).toBe(inClear);
  });
});
