import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toConfig } from './config';
import { ConfigurationError, readEnvironment, type Environment } from './environment';
import type { Setting } from './setting';
import { settings } from './settings';

const ISSUER = {
  OIDC_ISSUER: 'https://login.example.com/',
  OIDC_AUDIENCE: 'freebit-gateway',
  OIDC_JWKS_URL: 'https://login.example.com/keys',
};
const SECRETS = { FREEBIT_OEM_ID: 'oem', FREEBIT_OEM_KEY: 'key' };

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

    expect(Object.keys(values)).toEqual(Object.keys(settings));
  });

  it('takes numbers as numbers', () => {
    const { PORT } = readEnvironment({ ...SECRETS, PORT: '0' });

    expect(PORT).toBe(0);
  });

  it('takes an empty variable as one that is not set', () => {
    const { PORT, REDIS_URL } = readEnvironment({ ...SECRETS, PORT: '', REDIS_URL: '', PORT_FILE: '' });

    expect([PORT, REDIS_URL]).toEqual([3000, undefined]);
  });

  it('is told everything that is wrong at once', () => {
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
    const everything = Object.fromEntries(Object.keys(settings).map((name) => [name, secret]));

    const problems = problemsOf(everything);

    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(Object.keys(settings));
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

  it.each(Object.entries<Setting<unknown>>(settings).filter(([, { fallback }]) => fallback !== undefined))(
    'has a valid default for %s',
    (_, { fallback = '', parse }) => {
      const read = () => parse(fallback);

      expect(read).not.toThrow();
    },
  );
});

describe('a file that stands for a variable', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fbgw-settings-'));
    file = join(folder, 'secret');
    writeFileSync(file, 'from-the-file\n');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

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

  it('is refused when nobody could get in', () => {
    const problem = expect.stringMatching(/^API_CLIENTS is required in production/);

    expect(problemsOf({ ...WITH_REDIS, API_CLIENTS: '' })).toEqual([problem]);
    expect(problemsOf({ ...WITH_REDIS, API_CLIENTS: '[]' })).toEqual([problem]);
    expect(problemsOf({ ...WITH_REDIS, API_CLIENTS: 'nonsense' })).toEqual(['API_CLIENTS must be JSON']);
  });

  it('starts with a client, or with an issuer of tokens', () => {
    expect(problemsOf(WITH_REDIS)).toEqual([]);
    expect(problemsOf({ ...WITH_REDIS, API_CLIENTS: '', ...ISSUER })).toEqual([]);
  });

  it('shows no documentation unless it is told to', () => {
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

  it('is told together with what is wrong by itself', () => {
    const problems = problemsOf({ ...PRODUCTION, PORT: 'http' });

    expect(problems).toEqual([
      'PORT must be a whole number from 0 to 65535',
      expect.stringMatching(/^REDIS_URL/),
    ]);
  });
});
