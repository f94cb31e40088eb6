import { execFile, execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { readEnvironment } from '../../src/config/environment';
import { settings } from '../../src/config/settings';
import { RedisServer } from '../harness/redis-server';
import { sha256, TEST_CLIENTS } from '../harness/test-client';
import { commandOf, environmentOf, readStages, restsOf, type Stage } from './dockerfile';

interface Service {
  readonly build?: { readonly context: string; readonly target: string };
  readonly command?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: object;
  readonly image?: string;
  readonly mem_limit?: string;
  readonly ports?: readonly string[];
  readonly stop_grace_period?: string;
  readonly volumes?: readonly string[];
}

const ROOT = resolve(__dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const stages = readStages(join(ROOT, 'Dockerfile'));
const manifest = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<'gateway' | 'key' | 'redis' | 'simulator', Service>;
  volumes: Record<string, unknown>;
};
const images = ['gateway', 'simulator'] as const;

function stageOf(name: string): Stage {
  const stage = stages.find((candidate) => candidate.name === name);
  if (!stage) throw new Error(`the Dockerfile has no stage ${name}`);
  return stage;
}

describe('the image', () => {
  it('is built on a slim Node of one minor version', () => {
    const foreign = stages
      .map(({ from }) => from)
      .filter((from) => !stages.some(({ name }) => name === from));

    expect(foreign).toEqual([expect.stringMatching(/^node:(22|24)\.\d+-bookworm-slim$/)]);
  });

  it.each(stages.flatMap((stage) => restsOf(stage, 'RUN')).filter((command) => !isBuild(command)))(
    'is built by "%s", which works',
    rehearse,
  );

  it('is built only from the files that are copied into it', () => {
    const copied = stages
      .flatMap((stage) => restsOf(stage, 'COPY'))
      .filter((rest) => !rest.startsWith('--from'));
    const [command = ''] = stages.flatMap((stage) => restsOf(stage, 'RUN')).filter(isBuild);

    const made = build(
      command,
      copied.flatMap((rest) => rest.split(' ').slice(0, -1)),
    );

    expect(made).toEqual(
      expect.arrayContaining(['dist/main.js', 'dist/doctor.js', 'dist-simulator/main.js']),
    );
  });

  it.each(stages.flatMap((stage) => restsOf(stage, 'COPY')).filter((rest) => !rest.startsWith('--from')))(
    'finds what it copies: %s',
    (rest) => {
      const allowed = read('.dockerignore').split('\n');

      const sources = rest.split(' ').slice(0, -1);

      for (const source of sources) {
        expect(existsSync(join(ROOT, source))).toBe(true);
        expect(allowed).toContain(`!${source}`);
      }
    },
  );

  it('contains only what .dockerignore allows by name', () => {
    const [first] = read('.dockerignore')
      .split('\n')
      .filter((line) => !line.startsWith('#'));

    expect(first).toBe('*');
  });

  it.each(images)('of the %s copies only what an earlier stage has made', (name) => {
    const copied = restsOf(stageOf(name), 'COPY').map((rest) =>
      /^--from=(\S+) \/app\/(\S+) (\S+)$/.exec(rest),
    );

    for (const [, from = '', source = '', target] of copied.map((match) => match ?? [])) {
      expect(restsOf(stageOf(from), 'RUN').at(-1)).toMatch(
        /^(dist|scripts)/.test(source) ? /^npm run build:image$/ : /^npm prune --omit=dev/,
      );
      expect(existsSync(join(ROOT, source))).toBe(true);
      expect(target).toBe(source);
    }
  });

  it.each(images)(
    'of the %s is built without running a command, and runs as an unprivileged user',
    (name) => {
      const stage = stageOf(name);

      expect(restsOf(stage, 'RUN')).toEqual([]);
      expect(restsOf(stage, 'USER')).toEqual(['node']);
    },
  );

  it.each(images)('of the %s starts the built program directly, so that signals reach Node', (name) => {
    const [program, file = '', ...rest] = commandOf(stageOf(name), 'CMD');

    expect([program, ...rest]).toEqual(['node']);
    expect(existsSync(join(ROOT, file))).toBe(true);
  });

  it.each(images)('of the %s listens on the port that it exposes, on all interfaces', (name) => {
    const { PORT, HOST } = environmentOf(stageOf(name));

    expect([PORT, HOST]).toEqual([restsOf(stageOf(name), 'EXPOSE')[0], '0.0.0.0']);
  });

  it('runs a bundle of which V8 keeps one byte for each character', () => {
    expect(/[\u0080-\uffff]/.test(read('dist/joined/start.js'))).toBe(false);
  });

  it('is labelled with the version of package.json', () => {
    expect(restsOf(stageOf('gateway'), 'LABEL').join(' ')).toContain('image.version=$VERSION');
    expect(manifest.scripts.image).toContain('--build-arg VERSION=$npm_package_version');
  });

  it('is by default the gateway, for production, with settings that exist', () => {
    const last = stages.at(-1);

    const environment = environmentOf(stageOf('gateway'));
    expect(last?.name).toBe('gateway');
    expect(environment.NODE_ENV).toBe('production');
    expect(Object.keys(settings)).toEqual(expect.arrayContaining(Object.keys(environment)));
  });
});

describe.each([
  ['gateway', 'PORT', '/health/live'],
  ['gateway', 'MANAGEMENT_PORT', '/health/live'],
  ['simulator', 'PORT', '/__sim'],
] as const)('the health check of the %s on its %s', (name, setting, path) => {
  let server: Server;
  let status: number;
  let asked: (string | undefined)[];

  beforeEach(async () => {
    asked = [];
    server = createServer(({ url }, response) => {
      asked.push(url);
      response.writeHead(status).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });

  afterEach(() => server.close());

  it.each([
    [200, 0],
    [503, 1],
  ])('on the answer %i exits with %i', async (answer, expected) => {
    status = answer;

    const code = await exitCode(commandOf(stageOf(name), 'HEALTHCHECK'), { [setting]: portOf(server) });

    expect(code).toBe(expected);
    expect(asked).toEqual([path]);
  });

  it('exits with 1 when nothing answers', async () => {
    const port = portOf(server);
    await new Promise((closed) => server.close(closed));

    const code = await exitCode(commandOf(stageOf(name), 'HEALTHCHECK'), { [setting]: port });

    expect(code).toBe(1);
  });
});

describe('docker-compose.yml', () => {
  const { gateway, redis, simulator } = compose.services;

  it.each(Object.entries(compose.services))('gives %s no more rights than it needs', (_, service) => {
    expect(service).toMatchObject({
      read_only: true,
      tmpfs: '/tmp',
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  it.each(images)('builds the %s from the stage of that name', (name) => {
    expect(compose.services[name].build).toEqual({ context: '.', target: name });
    expect(stageOf(name).name).toBe(name);
  });

  it('starts a gateway that accepts its settings', () => {
    const { API_CLIENTS_FILE, ...settled } = gateway.environment ?? {};
    const environment = { ...environmentOf(stageOf('gateway')), ...settled, API_CLIENTS: TEST_CLIENTS };

    const values = readEnvironment(environment);

    expect(API_CLIENTS_FILE).toBe(`/clients/api-clients.json`);
    expect(Object.keys(settings)).toEqual(expect.arrayContaining(Object.keys(environment)));
    expect(new URL(values.FREEBIT_BASE_URL).host).toBe(
      `simulator:${environmentOf(stageOf('simulator')).PORT}`,
    );
    expect(values.REDIS_URL).toBe('redis://redis:6379');
  });

  it('accepts the key that it prints', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fbgw-compose-'));
    const file = join(folder, 'api-clients.json');
    const [, script = '', target] = compose.services.key.command ?? [];

    const printed = execFileSync(process.execPath, [join(ROOT, script), file], { encoding: 'utf8' });

    const [entry] = JSON.parse(readFileSync(file, 'utf8')) as [{ keySha256: string[] }];
    rmSync(folder, { recursive: true });
    expect(target).toBe(gateway.environment?.API_CLIENTS_FILE);
    expect(entry.keySha256).toEqual([sha256(/fbgw_\S+/.exec(printed)?.[0] ?? '')]);
  });

  it.each(Object.entries(compose.services))(
    'publishes ports of %s only on localhost',
    (_, { ports = [] }) => {
      expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    },
  );

  it.each(Object.entries(compose.services))(
    'pins %s, bounds its memory, and mounts files that exist',
    (_, service) => {
      const mounted = (service.volumes ?? []).map((volume) => volume.split(':')[0] ?? '');
      const files = mounted.filter((path) => path.startsWith('./'));

      expect(service.image ?? 'built:1.0').toMatch(/:v?\d+\.\d+/);
      expect(service.mem_limit).toMatch(/^\d+m$/);
      expect(files.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    },
  );

  it('starts the gateway once its dependencies are healthy, and gives it time to shut down', () => {
    const healthy = { condition: 'service_healthy' };

    expect(gateway.depends_on).toEqual({
      key: { condition: 'service_completed_successfully' },
      redis: healthy,
      simulator: healthy,
    });
    expect(redis.healthcheck).toBeDefined();
    expect(simulator.healthcheck ?? restsOf(stageOf('simulator'), 'HEALTHCHECK')).toHaveLength(1);
    expect(gateway.stop_grace_period).toBe('60s');
  });

  it('has a Redis that keeps everything', async () => {
    const [program, ...args] = redis.command ?? [];
    const server = await RedisServer.start({ args });

    const kept = await Promise.all(
      ['appendonly', 'appendfsync', 'maxmemory-policy'].map((name) => server.cli('CONFIG', 'GET', name)),
    );
    await server.close();

    expect(program).toBe('redis-server');
    expect(kept.map((answer) => (answer as string[])[1])).toEqual(['yes', 'always', 'noeviction']);
    expect(redis.volumes).toEqual(['redis-data:/data']);
    expect(compose.volumes).toHaveProperty('redis-data');
  });
});

function isBuild(command: string): boolean {
  return command.startsWith('npm run ');
}

/** Runs the command with these files and the packages, and lists the resulting files. */
function build(command: string, sources: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'fbgw-image-'));
  try {
    for (const source of sources)
      cpSync(join(ROOT, source), join(folder, source), {
        recursive: true,
        filter: (file) => !file.endsWith('.spec.ts'),
      });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    execFileSync('sh', ['-c', command], { cwd: folder, stdio: 'pipe' });
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs an npm command dry and offline, with the committed lock file. */
function rehearse(command: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'fbgw-image-'));
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(join(ROOT, file), join(folder, file));
  const [program = '', ...args] = command.split(' ');
  try {
    execFileSync(program, [...args, '--dry-run', '--offline'], { cwd: folder, stdio: 'pipe' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function portOf(server: Server): string {
  return `${(server.address() as AddressInfo).port}`;
}

function exitCode([program = '', ...args]: string[], env: Record<string, string>): Promise<number | null> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { env });
    child.once('close', resolve);
  });
}
