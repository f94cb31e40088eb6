import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { toConfig } from './config';
import { ConfigurationError, readEnvironment, type Environment } from './environment';
import { parse, type Setting } from './setting';
import { variables } from './variables';

const ISSUER = {
  OIDC_ISSUER: 'https://login.example.com/',
  OIDC_AUDIENCE: 'freebit-gateway',
  OIDC_JWKS_URL: 'https://login.example.com/keys',
};
const SECRETS = { FREEBIT_OEM_ID: 'oem', FREEBIT_OEM_KEY: 'key' };

const folder = mkdtempSync(join(tmpdir(), 'fbgw-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Files with a certificate and its key, and a way to make another file. */
function selfSigned() {
  const place = mkdtempSync(join(folder, 'pem-'));
  const [certificate, key] = [join(place, 'cert.pem'), join(place, 'key.pem')];
  const command = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  execFileSync('openssl', [...command, '-subj', '/CN=client', '-out', certificate, '-keyout', key], {
    stdio: 'ignore',
  });
  const file = (content: string) => {
    writeFileSync(join(place, 'other'), content);
    return join(place, 'other');
  };
  return { certificate, key, file };
}

/** What is wrong with an environment, line by line. */
function problemsOf(environment: Environment): readonly string[] {
  try {
    readEnvironment(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('the environment', () => {
  it('needs nothing but the credentials', () => {
    const values = readEnvironment(SECRETS);

    expect(values).toMatchObject({
      ...SECRETS,
      NODE_ENV: 'development',
      PORT: 3000,
      FREEBIT_BASE_URL: 'https://i1.mvno.net/emptool/api',
      REDIS_URL: undefined,
    });
  });

  it('has a value for every setting, and for nothing else', () => {
    const values = readEnvironment({ ...SECRETS, PATH: '/usr/bin' });

    expect(Object.keys(values)).toEqual([...Object.keys(variables), 'API_CLIENTS_FILE']);
  });

  it('takes numbers as numbers', () => {
    const { PORT } = readEnvironment({ ...SECRETS, PORT: '0' });

    expect(PORT).toBe(0);
  });

  it('takes an empty variable as one that is not set', () => {
    const { PORT, REDIS_URL } = readEnvironment({ ...SECRETS, PORT: '', REDIS_URL: '', PORT_FILE: '' });

    expect([PORT, REDIS_URL]).toEqual([3000, undefined]);
  });

  it('names everything that is wrong at once', () => {
    const problems = problemsOf({ PORT: 'http', LOG_LEVEL: 'loud', FREEBIT_BASE_URL: 'http://i1.mvno.net' });

    expect(problems).toEqual([
      'PORT must be a whole number from 0 to 65535',
      expect.stringMatching(/^FREEBIT_BASE_URL must start with https:\/\//),
      expect.stringMatching(/^FREEBIT_OEM_ID is required/),
      expect.stringMatching(/^FREEBIT_OEM_KEY is required/),
      expect.stringMatching(/^LOG_LEVEL must be one of fatal, error/),
    ]);
  });

  it('is told so in one text that begins with a sentence', () => {
    const read = () => readEnvironment({ ...SECRETS, PORT: 'http' });

    expect(read).toThrow('The configuration is not valid:\n  PORT must be a whole number from 0 to 65535');
  });

  it.each(['-1', '65536', '1e3', '0x50', ' 80', '80.5', 'NaN', '9999999999'])(
    'takes %p for no number of a port',
    (PORT) => {
      const problems = problemsOf({ ...SECRETS, PORT });

      expect(problems).toEqual(['PORT must be a whole number from 0 to 65535']);
    },
  );

  it('names the variable and never the value', () => {
    const secret = 'hush\u0000 hush';
    const everything = Object.fromEntries(Object.keys(variables).map((name) => [name, secret]));

    const problems = problemsOf(everything);

    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(Object.keys(variables));
    expect(problems.join()).not.toContain('hush');
  });

  it('never lets an attempt outlive the deadline', () => {
    const problems = problemsOf({ ...SECRETS, FREEBIT_READ_TIMEOUT_MS: '9000', READ_DEADLINE_MS: '8000' });

    expect(problems).toEqual(['FREEBIT_READ_TIMEOUT_MS must not be longer than READ_DEADLINE_MS']);
  });

  it('takes an issuer whole or not at all', () => {
    const { OIDC_ISSUER } = ISSUER;

    expect(problemsOf({ ...SECRETS, ...ISSUER })).toEqual([]);
    expect(problemsOf({ ...SECRETS, OIDC_ISSUER })).toEqual([
      'OIDC_AUDIENCE is required beside the other settings that begin with OIDC_',
      'OIDC_JWKS_URL is required beside the other settings that begin with OIDC_',
    ]);
    expect(problemsOf({ ...SECRETS, ...ISSUER, OIDC_ISSUER: 'hush' })).toEqual(['OIDC_ISSUER must be a URL']);
  });

  it('takes a client certificate with its key or not at all', () => {
    const { certificate, key, file } = selfSigned();
    const other = selfSigned().key;

    const { FREEBIT_CLIENT_CERT_FILE: cert } = readEnvironment({
      ...SECRETS,
      FREEBIT_CLIENT_CERT_FILE: certificate,
      FREEBIT_CLIENT_KEY_FILE: key,
    });

    expect(cert).toMatch(/^-----BEGIN CERTIFICATE-----/);
    expect(problemsOf({ ...SECRETS, FREEBIT_CLIENT_CERT_FILE: certificate })).toEqual([
      'FREEBIT_CLIENT_KEY_FILE is required beside the other of FREEBIT_CLIENT_*_FILE',
    ]);
    expect(
      problemsOf({ ...SECRETS, FREEBIT_CLIENT_CERT_FILE: certificate, FREEBIT_CLIENT_KEY_FILE: other }),
    ).toEqual(['FREEBIT_CLIENT_KEY_FILE is not the key of FREEBIT_CLIENT_CERT_FILE']);
    expect(
      problemsOf({ ...SECRETS, FREEBIT_CLIENT_CERT_FILE: key, FREEBIT_CLIENT_KEY_FILE: file('hush') }),
    ).toEqual([
      'FREEBIT_CLIENT_CERT_FILE must name a file with a certificate in PEM',
      'FREEBIT_CLIENT_KEY_FILE must name a file with a private key in PEM, without a passphrase',
    ]);
  });

  it('serves health on a port of its own', () => {
    const problems = problemsOf({ ...SECRETS, PORT: '3000', MANAGEMENT_PORT: '3000' });

    expect(problems).toEqual(['MANAGEMENT_PORT must not be PORT']);
    expect(problemsOf({ ...SECRETS, PORT: '0', MANAGEMENT_PORT: '0' })).toEqual([]);
  });

  it.each(Object.entries<Setting<unknown>>(variables).filter(([, { fallback }]) => fallback !== undefined))(
    'has a valid default for %s',
    (_, setting) => {
      const read = () => parse(setting, setting.fallback ?? '');

      expect(read).not.toThrow();
    },
  );
});

describe('a file that stands for a variable', () => {
  const file = join(folder, 'secret');
  beforeAll(() => writeFileSync(file, 'from-the-file\n'));

  it('gives its text without the last line break', () => {
    const { FREEBIT_OEM_KEY } = readEnvironment({ FREEBIT_OEM_ID: 'oem', FREEBIT_OEM_KEY_FILE: file });

    expect(FREEBIT_OEM_KEY).toBe('from-the-file');
  });

  it('is refused beside the variable itself', () => {
    const problems = problemsOf({ ...SECRETS, FREEBIT_OEM_KEY_FILE: file });

    expect(problems).toEqual(['FREEBIT_OEM_KEY is set twice, by itself and by FREEBIT_OEM_KEY_FILE']);
  });

  it('is named by its variable, never by its path, when it cannot be read', () => {
    const problems = problemsOf({ FREEBIT_OEM_ID: 'oem', FREEBIT_OEM_KEY_FILE: join(folder, 'missing') });

    expect(problems).toEqual([
      'FREEBIT_OEM_KEY cannot be read from the file that FREEBIT_OEM_KEY_FILE names',
    ]);
  });

  it('must hold what the variable could have held', () => {
    const problems = problemsOf({ ...SECRETS, PORT_FILE: file });

    expect(problems).toEqual(['PORT must be a whole number from 0 to 65535']);
  });
});

describe('production', () => {
  const API_CLIENTS = JSON.stringify([{ id: 'portal', keySha256: ['a'.repeat(64)], scopes: ['sims:read'] }]);
  const PRODUCTION = { ...SECRETS, NODE_ENV: 'production', API_CLIENTS };
  const WITH_REDIS = { ...PRODUCTION, REDIS_URL: 'rediss://redis.internal:6379' };

  it('is refused when no caller could get in', () => {
    const problem = expect.stringMatching(/^API_CLIENTS is required in production/);

    expect(problemsOf({ ...WITH_REDIS, API_CLIENTS: '' })).toEqual([problem]);
    expect(problemsOf({ ...WITH_REDIS, API_CLIENTS: '[]' })).toEqual([problem]);
    expect(problemsOf({ ...WITH_REDIS, API_CLIENTS: 'nonsense' })).toEqual(['API_CLIENTS must be JSON']);
  });

  it('starts with a client, or with an issuer of tokens', () => {
    expect(problemsOf(WITH_REDIS)).toEqual([]);
    expect(problemsOf({ ...WITH_REDIS, API_CLIENTS: '', ...ISSUER })).toEqual([]);
  });

  it('shows no documentation unless it is switched on', () => {
    const docsOf = (environment: Environment) => toConfig(readEnvironment(environment)).http.docs.readers;

    expect([docsOf(SECRETS), docsOf(WITH_REDIS)]).toEqual(['on', 'off']);
    expect(docsOf({ ...WITH_REDIS, DOCS: 'auth' })).toBe('auth');
  });

  it('is refused without Redis', () => {
    const problems = problemsOf(PRODUCTION);

    expect(problems).toEqual([expect.stringMatching(/^REDIS_URL is required in production/)]);
  });

  it('may do without Redis when the operator says so', () => {
    const problems = problemsOf({ ...PRODUCTION, ALLOW_MEMORY_STORE: 'true' });

    expect(problems).toEqual([]);
  });

  it('never sends credentials over a network in clear', () => {
    const problems = problemsOf({ ...WITH_REDIS, FREEBIT_BASE_URL: 'http://simulator:4010/emptool/api' });

    expect(problems).toEqual(['FREEBIT_BASE_URL must start with https:// in production']);
  });

  it('may speak in clear to its own machine', () => {
    const problems = problemsOf({ ...WITH_REDIS, FREEBIT_BASE_URL: 'http://127.0.0.1:4010/emptool/api' });

    expect(problems).toEqual([]);
  });

  it.each(['redis+sentinel://a,b,c/master', 'redis+cluster://a,b,c'])(
    'is refused with %s until it says how many replicas confirm a write',
    (REDIS_URL) => {
      const problems = problemsOf({ ...WITH_REDIS, REDIS_URL });

      expect(problems).toEqual([
        'REDIS_WAIT_REPLICAS is required in production with redis+sentinel:// or redis+cluster://',
      ]);
      for (const REDIS_WAIT_REPLICAS of ['0', '2', 'durable'])
        expect(problemsOf({ ...WITH_REDIS, REDIS_URL, REDIS_WAIT_REPLICAS })).toEqual([]);
    },
  );

  it.each(['short', 'a'.repeat(64), 'abababab'.repeat(8), '0123456789abcdef'.repeat(4)])(
    'is refused with the weak secret %s',
    (STORE_SECRET) => {
      expect(problemsOf({ ...SECRETS, STORE_SECRET })).toEqual([]);
      expect(problemsOf({ ...WITH_REDIS, STORE_SECRET })).toEqual([
        expect.stringMatching(/^STORE_SECRET is too weak for production: it must have 32 characters/),
      ]);
    },
  );

  it('takes any secret of 16 random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        fc.pre(new Set(bytes).size > 12);
        const STORE_SECRET = Buffer.from(bytes).toString('hex');
        fc.pre(new Set(STORE_SECRET).size >= 8);
        expect(problemsOf({ ...WITH_REDIS, STORE_SECRET })).toEqual([]);
      }),
    );
  });

  it('is reported together with what is wrong by itself', () => {
    const problems = problemsOf({ ...PRODUCTION, PORT: 'http' });

    expect(problems).toEqual([
      'PORT must be a whole number from 0 to 65535',
      expect.stringMatching(/^REDIS_URL/),
    ]);
  });
});
