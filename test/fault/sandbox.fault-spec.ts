import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { seededGroups, seededLines, seededMasters } from '../../simulator/state/seeded-accounts';
import { Child } from '../harness/child';
import { freePort } from '../harness/free-port';

const SANDBOX = resolve(__dirname, '../../scripts/sandbox.mjs');

describe('the sandbox', () => {
  let port: number;
  let simulatorPort: number;
  const children: Child[] = [];
  beforeEach(async () => {
    port = await freePort();
    simulatorPort = await freePort();
  });
  afterEach(async () => {
    await Promise.all(children.splice(0).map((child) => child.end()));
  });

  function start(args = [`--port=${port}`, `--simulator-port=${simulatorPort}`], env = {}): Child {
    const { PATH = '', HOME = '' } = process.env;
    const child = new Child(process.execPath, [SANDBOX, ...args], { env: { PATH, HOME, ...env } });
    children.push(child);
    return child;
  }

  const gatewayUrl = () => `http://localhost:${port}`;
  const started = (child: Child) => child.line(/^Stop with Ctrl-C/);

  it('prints where everything is and which lines exist', async () => {
    const sandbox = start();

    await started(sandbox);

    const said = sandbox.lines.join('\n');
    const today = new Date().toISOString().slice(0, 10);
    const accounts = [
      ...seededLines(today).map(({ seed }) => seed.msisdn),
      ...seededGroups(today).map(({ seed }) => seed.groupCode),
      ...seededMasters.map(({ seed }) => seed.account),
    ];
    expect(said).toContain(`${gatewayUrl()}/docs`);
    expect(said).toContain(`http://127.0.0.1:${simulatorPort}/__sim`);
    expect(accounts.filter((account) => !said.includes(`  ${account} `))).toEqual([]);
  });

  it('answers the commands that it suggests', async () => {
    const sandbox = start();
    await started(sandbox);

    const proposed = sandbox.lines.filter((line) => line.startsWith('  curl '));
    const answers = await Promise.all(proposed.map((command) => curl(command)));

    expect(answers.map(({ status }) => status)).toEqual([200, 201]);
    expect(answers[0]!.body).toMatchObject({ msisdn: '09012345678', stale: false });
    expect((await fetch(`${gatewayUrl()}/docs`)).headers.get('content-type')).toContain('text/html');
  });

  it('creates a key that the gateway does not serve, and that its page takes from the link', async () => {
    const sandbox = start();
    await started(sandbox);

    const said = sandbox.lines.join('\n');
    const [key = ''] = /fbgw_sandbox_[0-9a-f]{64}/.exec(said) ?? [];
    const textOf = async (name: string) => (await fetch(`${gatewayUrl()}/docs/${name}`)).text();
    const script = [await textOf('docs-page.mjs'), await textOf('swagger-ui-init.js')].join('\n');
    const refused = await fetch(`${gatewayUrl()}/sims/09012345678`);

    expect(said).toContain(`Swagger UI          ${gatewayUrl()}/docs#api-key=${key}`);
    expect(script).not.toContain(key);
    expect(refused.status).toBe(401);
    expect(authorizedBy(script, `#api-key=${key}`)).toEqual([['apiKey', key]]);
    for (const hash of ['', '#/SIMs/readSim', `#x=${key}`]) expect(authorizedBy(script, hash)).toEqual([]);
    const tab = new Map<string, string>();
    authorizedBy(script, `#api-key=${key}`, tab);
    expect(authorizedBy(script, '#/SIMs/readSim', tab)).toEqual([['apiKey', key]]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'stops both of its parts on %s and frees their ports',
    async (signal) => {
      const sandbox = start();
      await started(sandbox);
      await curl(sandbox.lines.find((line) => line.startsWith('  curl ')) ?? '');

      const code = await sandbox.end(signal);

      expect(code).toBe(0);
      expect(await Promise.all([port, simulatorPort].map(isFree))).toEqual([true, true]);
    },
  );

  it('stops both of its parts when it is interrupted during the start', async () => {
    const sandbox = start();
    await answering(`http://127.0.0.1:${simulatorPort}/__sim`, sandbox);

    const code = await sandbox.end('SIGTERM');

    expect(code).toBe(0);
    expect(await Promise.all([port, simulatorPort].map(isFree))).toEqual([true, true]);
  });

  it.each([
    ['--port', () => port],
    ['--simulator-port', () => simulatorPort],
  ])('says in one sentence that the port of %s is taken', async (option, taken) => {
    const stranger = await occupy(taken());

    const sandbox = start();

    expect(await sandbox.exited).toBe(1);
    expect(sandbox.lines).toEqual([
      `The sandbox cannot run: port ${taken()} is in use; choose another with ${option}.`,
    ]);
    stranger.close();
  });

  it('keeps answering while magic accounts fail, one after the other', async () => {
    const sandbox = start();
    await started(sandbox);
    const [key = ''] = /fbgw_sandbox_[0-9a-f]{64}/.exec(sandbox.lines.join('\n')) ?? [];
    const ask = async (msisdn: string) =>
      (await fetch(`${gatewayUrl()}/sims/${msisdn}`, { headers: { 'X-API-Key': key } })).status;

    const broken = [];
    for (const end of [2, 3, 4, 5, 2, 3, 4, 5]) broken.push(await ask(`0900000100${end}`));

    expect(new Set(broken)).toEqual(new Set([502]));
    expect(await ask('09012345678')).toBe(200);
  });

  it('can take its port from PORT', async () => {
    const sandbox = start([`--simulator-port=${simulatorPort}`], { PORT: `${port}` });

    await started(sandbox);

    expect(sandbox.lines.join('\n')).toContain(`${gatewayUrl()}/docs`);
  });

  it('prints its usage and starts nothing when asked for help', async () => {
    const sandbox = start(['--help']);

    expect(await sandbox.exited).toBe(0);
    expect(sandbox.lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^ {2}--port <n> .*3000/),
        expect.stringMatching(/^ {2}--simulator-port <n> .*4010/),
      ]),
    );
  });

  it.each([
    [['--nope'], "Unknown option '--nope'; --help shows the options"],
    [['extra'], "Unexpected argument 'extra'; --help shows the options"],
    [['--port'], "Option '--port <value>' argument missing; --help shows the options"],
    [['--port', 'abc'], '--port must be a number from 0 to 65535'],
    [['--simulator-port', '70000'], '--simulator-port must be a number from 0 to 65535'],
    [['--port', '4010'], '--port and --simulator-port must differ'],
  ])('refuses %j in one sentence', async (args, reason) => {
    const sandbox = start(args);

    expect(await sandbox.exited).toBe(1);
    expect(sandbox.lines).toEqual([`The sandbox cannot run: ${reason}.`]);
  });

  it('can take free ports and keep its state in its own Redis', async () => {
    const sandbox = start(['--port=0', '--simulator-port=0', '--redis']);
    await started(sandbox);

    const said = sandbox.lines.join('\n');
    const [, url] = /Gateway +(\S+)/.exec(said) ?? [];
    const [, redisPort] = /Redis +redis:\/\/127\.0\.0\.1:(\d+)/.exec(said) ?? [];
    const live = await fetch(`${url}/health/live`);
    const code = await sandbox.end();

    expect([live.status, code]).toEqual([200, 0]);
    expect(await isFree(Number(redisPort))).toBe(true);
  });

  it('reports that another program has ended the gateway', async () => {
    const sandbox = start();
    await started(sandbox);
    const gateway = spawnSync('pgrep', ['-P', `${sandbox.pid}`], { encoding: 'utf8' }).stdout;

    process.kill(Number(gateway), 'SIGKILL');

    expect(await sandbox.exited).toBe(1);
    expect(sandbox.lines.at(-1)).toBe(
      'The sandbox cannot run: another program ended the gateway with SIGKILL.',
    );
  });

  it('passes variants and a profile to its simulator', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'freebit-profile-'));
    const profile = join(folder, 'profile.json');
    writeFileSync(profile, '{"version":1,"calls":{"PA05-01":{"httpStatusOfRejection":500}}}');
    const sandbox = start([
      ...[`--port=${port}`, `--simulator-port=${simulatorPort}`],
      ...['--variant=charset-none', '--profile', profile],
    ]);
    await started(sandbox);

    const quirks = await (await fetch(`http://127.0.0.1:${simulatorPort}/__sim/quirks`)).json();
    rmSync(folder, { recursive: true });

    expect(quirks).toMatchObject({ charset: null, calls: { 'PA05-01': { httpStatusOfRejection: 500 } } });
  });

  it.each([
    [['--variant=json'], /^The sandbox cannot run: there is no variant json; known are /],
    [['--profile=/no/such'], /^The sandbox cannot run: ENOENT: no such file/],
  ])('refuses %j before the gateway starts', async (args, reason) => {
    const sandbox = start(['--port=0', '--simulator-port=0', ...args]);

    expect(await sandbox.exited).toBe(1);
    expect(sandbox.lines.join('\n')).toMatch(reason);
  });

  it('stops with the reason when the gateway refuses a setting', async () => {
    const sandbox = start(undefined, { LOG_LEVEL: 'loud' });

    expect(await sandbox.exited).toBe(1);
    expect(sandbox.lines.join('\n')).toMatch(
      /LOG_LEVEL must be one of .+[^]+: the gateway ended with exit code 1, see above\.$/,
    );
    expect(await isFree(simulatorPort)).toBe(true);
  });
});

interface PageOptions {
  readonly onComplete: () => void;
}

/** What the script of the page fills in for a given hash of its address. */
function authorizedBy(script: string, hash: string, tab = new Map<string, string>()): unknown[] {
  const filledIn: unknown[] = [];
  const opened: PageOptions[] = [];
  const bundle = (options: PageOptions) => {
    opened.push(options);
    return { preauthorizeApiKey: (...args: unknown[]) => filledIn.push(args) };
  };
  const SwaggerUIBundle = Object.assign(bundle, { presets: {}, plugins: {} });
  const page = {
    ...{ SwaggerUIBundle, SwaggerUIStandalonePreset: {} },
    location: { hash, search: '', origin: '', pathname: '/docs' },
    history: { replaceState: () => undefined },
    sessionStorage: {
      getItem: (name: string) => tab.get(name) ?? null,
      setItem: (name: string, text: string) => tab.set(name, text),
    },
  };
  runInNewContext(`var window = globalThis; ${script}; onload()`, page);
  opened[0]!.onComplete();
  return filledIn;
}

/** Runs the command as a shell would, with the few options that it uses. */
async function curl(command: string): Promise<{ status: number; body: unknown }> {
  const words = [...command.matchAll(/'([^']*)'|[^\s']+/g)].map(([word, quoted]) => quoted ?? word);
  const after = (option: string) => words.filter((_, index) => words[index - 1] === option);
  const answer = await fetch(words.find((word) => word.startsWith('http:')) ?? '', {
    method: after('-X')[0] ?? 'GET',
    headers: after('-H').map((line) => line.split(': ') as [string, string]),
    body: after('-d')[0] ?? null,
  });
  return { status: answer.status, body: await answer.json() };
}

function occupy(port: number): Promise<Server> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => done(server));
  });
}

async function isFree(port: number): Promise<boolean> {
  return occupy(port).then(
    (server) => {
      server.close();
      return true;
    },
    () => false,
  );
}

/** Resolves once the URL answers. Binding the port as a probe would take it away from the process under test. */
async function answering(url: string, child: Child): Promise<void> {
  while (!child.hasExited && !(await fetch(url).catch(() => null))) await pause(20);
}
