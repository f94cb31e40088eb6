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

/** The errors of an environment, one per line. */
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

  it('has a value for every setting and nothing else', () => {
    const values = readEnvironment({ ...SECRETS, PATH: '/usr/bin' });

    expect(Object.keys(values)).toEqual([...Object.keys(variables), 'API_CLIENTS_FILE']);
  });

  it('reads numbers as numbers', () => {
    const { PORT } = readEnvironment({ ...SECRETS, PORT: '0' });

    expect(PORT).toBe(0);
  });

  it('treats an empty variable as unset', () => {
    const { PORT, REDIS_URL } = readEnvironment({ ...SECRETS, PORT: '', REDIS_URL: '', PORT_FILE: '' });

    expect([PORT, REDIS_URL]).toEqual([3000, undefined]);
  });

  it('reports all errors at once', () => {
    const problems = problemsOf({ PORT: 'http', LOG_LEVEL: 'loud', FREEBIT_BASE_URL: 'http://i1.mvno.net' });

    expect(problems).toEqual([
      'PORT must be a whole number from 0 to 65535',
      expect.stringMatching(/^FREEBIT_BASE_URL must start with https:\/\//),
      expect.stringMatching(/^FREEBIT_OEM_ID is required/),
      expect.stringMatching(/^FREEBIT_OEM_KEY is required/),
      expect.stringMatching(/^LOG_LEVEL must be one of fatal, error/),
    ]);
  });

  it('reports its errors in one text that begins with a sentence', () => {
    const read = () => readEnvironment({ ...SECRETS, PORT: 'http' });

    expect(read).toThrow('The configuration is not valid:\n  PORT must be a whole number from 0 to 65535');
  });

  it.each(['-1', '65536', '1e3', '0x50', ' 80', '80.5', 'NaN', '9999999999'])(
    'does not accept %p as a port',
    (PORT) => {
      const problems = problemsOf({ ...SECRETS, PORT });

      expect(problems).toEqual(['PORT must be a whole number from 0 to 65535']);
    },
  );

  it('names a wrong variable, but never its value', () => {
    const secret = 'hush\u0000 hush';
    const everything = Object.fromEntries(Object.keys(variables).map((name) => [name, secret]));

    const problems = problemsOf(everything);

    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(Object.keys(variables));
    expect(problems.join()).not.toContain('hush');
  });

  it('requires a read timeout within the deadline', () => {
    const problems = problemsOf({ ...SECRETS, FREEBIT_READ_TIMEOUT_MS: '9000', READ_DEADLINE_MS: '8000' });

    expect(problems).toEqual(['FREEBIT_READ_TIMEOUT_MS must not be longer than READ_DEADLINE_MS']);
  });

  it('requires all settings of an issuer or none', () => {
    const { OIDC_ISSUER } = ISSUER;

    expect(problemsOf({ ...SECRETS, ...ISSUER })).toEqual([]);
    expect(problemsOf({ ...SECRETS, OIDC_ISSUER })).toEqual([
      'OIDC_AUDIENCE is required with the other settings that begin with OIDC_',
      'OIDC_JWKS_URL is required with the other settings that begin with OIDC_',
    ]);
    expect(problemsOf({ ...SECRETS, ...ISSUER, OIDC_ISSUER: 'hush' })).toEqual(['OIDC_ISSUER must be a URL']);
  });

  it('requires a client certificate together with its key', () => {
    const { certificate, key, file } = selfSigned();
    const other = selfSigned().key;

    const { FREEBIT_CLIENT_CERT_FILE: cert } = readEnvironment({
      ...SECRETS,
      FREEBIT_CLIENT_CERT_FILE: certificate,
      FREEBIT_CLIENT_KEY_FILE: key,
    });

    expect(cert).toMatch(/^-----BEGIN CERTIFICATE-----/);
    expect(problemsOf({ ...SECRETS, FREEBIT_CLIENT_CERT_FILE: certificate })).toEqual([
      'FREEBIT_CLIENT_KEY_FILE is required with the other FREEBIT_CLIENT_*_FILE',
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

  it('can have a separate management port', () => {
    const problems = problemsOf({ ...SECRETS, PORT: '3000', MANAGEMENT_PORT: '3000' });

    expect(problems).toEqual(['MANAGEMENT_PORT must differ from PORT']);
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

describe('a file in place of a variable', () => {
  const file = join(folder, 'secret');
  beforeAll(() => writeFileSync(file, 'from-the-file\n'));

  it('sets the value to its text without the last line break', () => {
    const { FREEBIT_OEM_KEY } = readEnvironment({ FREEBIT_OEM_ID: 'oem', FREEBIT_OEM_KEY_FILE: file });

    expect(FREEBIT_OEM_KEY).toBe('from-the-file');
  });

  it('is refused beside the variable itself', () => {
    const problems = problemsOf({ ...SECRETS, FREEBIT_OEM_KEY_FILE: file });

    expect(problems).toEqual(['FREEBIT_OEM_KEY is set twice, by itself and by FREEBIT_OEM_KEY_FILE']);
  });

  it('that cannot be read is reported by its variable, never by its path', () => {
    const problems = problemsOf({ FREEBIT_OEM_ID: 'oem', FREEBIT_OEM_KEY_FILE: join(folder, 'missing') });

    expect(problems).toEqual([
      'FREEBIT_OEM_KEY cannot be read from the file that FREEBIT_OEM_KEY_FILE names',
    ]);
  });

  it('must contain a valid value of the variable', () => {
    const problems = problemsOf({ ...SECRETS, PORT_FILE: file });

    expect(problems).toEqual(['PORT must be a whole number from 0 to 65535']);
  });
});

describe('production', () => {
  const API_CLIENTS = JSON.stringify([{ id: 'portal', keySha256: ['a'.repeat(64)], scopes: ['sims:read'] }]);
  const PRODUCTION = { ...SECRETS, NODE_ENV: 'production', API_CLIENTS };
  const WITH_REDIS = { ...PRODUCTION, REDIS_URL: 'rediss://redis.internal:6379' };

  it('is refused if no caller could get access', () => {
    const problem = expect.stringMatching(/^API_CLIENTS is required in production/);

    expect(problemsOf({ ...WITH_REDIS, API_CLIENTS: '' })).toEqual([problem]);
    expect(problemsOf({ ...WITH_REDIS, API_CLIENTS: '[]' })).toEqual([problem]);
    expect(problemsOf({ ...WITH_REDIS, API_CLIENTS: 'nonsense' })).toEqual(['API_CLIENTS must be JSON']);
  });

  it('starts with an API client or with a token issuer', () => {
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

  it('may run without Redis if the operator allows it', () => {
    const problems = problemsOf({ ...PRODUCTION, ALLOW_MEMORY_STORE: 'true' });

    expect(problems).toEqual([]);
  });

  it('never sends credentials over a network unencrypted', () => {
    const problems = problemsOf({ ...WITH_REDIS, FREEBIT_BASE_URL: 'http://simulator:4010/emptool/api' });

    expect(problems).toEqual(['FREEBIT_BASE_URL must start with https:// in production']);
  });

  it('may use unencrypted connections to its own machine', () => {
    const problems = problemsOf({ ...WITH_REDIS, FREEBIT_BASE_URL: 'http://127.0.0.1:4010/emptool/api' });

    expect(problems).toEqual([]);
  });

  it.each(['redis+sentinel://a,b,c/master', 'redis+cluster://a,b,c'])(
    'is refused with %s unless it sets how many replicas confirm a write',
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

  it('accepts any secret of 16 random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        fc.pre(new Set(bytes).size > 12);
        const STORE_SECRET = Buffer.from(bytes).toString('hex');
        fc.pre(new Set(STORE_SECRET).size >= 8);
        expect(problemsOf({ ...WITH_REDIS, STORE_SECRET })).toEqual([]);
      }),
    );
  });

  it('is checked together with the single settings', () => {
    const problems = problemsOf({ ...PRODUCTION, PORT: 'http' });

    expect(problems).toEqual([
      'PORT must be a whole number from 0 to 65535',
      expect.stringMatching(/^REDIS_URL/),
    ]);
  });
});
