import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { Child } from '../harness/child';
import { ConnectProxy } from '../harness/connect-proxy';
import { GatewayProcess } from '../harness/gateway-process';
import { RedisServer } from '../harness/redis-server';
import { replicaEnvironment } from '../harness/replica-environment';
import { eventually } from '../harness/slow-is-not-wrong';
import { keyOf, tester } from '../harness/test-client';

const PAGE = readFileSync(resolve(__dirname, '../../docs/operators/first-contact.md'), 'utf8');
const LINE = '09012345678';

/** The commands of one step of the page, each on one line. */
function commandsOf(step: number): string[] {
  const [, text = ''] = new RegExp(`\n## ${step}\\. [^]*?\n([^]*?)(?=\n## |$)`).exec(PAGE) ?? [];
  return [...text.replaceAll(/ \\\n +/g, ' ').matchAll(/^ {4}(curl .*)$/gm)].map(
    ([, command = '']) => command,
  );
}

describe('the first-contact page', () => {
  let freebit: Simulator;
  let redis: RedisServer;
  let gateway: GatewayProcess;

  const production = (more: Readonly<Record<string, string>> = {}) =>
    GatewayProcess.start({
      env: {
        ...replicaEnvironment(freebit, redis),
        NODE_ENV: 'production',
        STORE_SECRET: 'a-secret-of-the-store-with-32-letters',
        ...more,
      },
    });
  /** The output of a command of the page, with its status at the end. */
  const run = async (command: string): Promise<string> => {
    const child = new Child('sh', ['-c', `${command} -sS -i`.replace('https://GATEWAY', gateway.url)], {
      env: { PATH: process.env.PATH ?? '', KEY: tester.key },
    });
    await child.exited;
    return child.lines.join('\n');
  };

  beforeAll(async () => {
    [freebit, redis] = await Promise.all([startSimulator(), RedisServer.start({ appendonly: true })]);
    freebit.lines.seed(LINE);
    gateway = await production({ WRITES: 'off' });
  });
  afterAll(async () => {
    await gateway.kill();
    await Promise.all([freebit.close(), redis.close()]);
  });

  it('reads a SIM while writes are off, and sends no write', async () => {
    const [read = ''] = commandsOf(4);
    const [write = ''] = commandsOf(6);

    expect(await run(read)).toMatch(/^HTTP\/1.1 200 [^]*"msisdn":"09012345678"/);
    expect(await run(write)).toMatch(/^HTTP\/1.1 503 [^]*"code":"WRITES_DISABLED"/);
    expect(freebit.journal.count('/master/addSpec/')).toBe(0);
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toMatch(/^freebit_calls_total\{.*result="100".*\} [1-9]/m);
    expect(metrics).toMatch(/^freebit_logins_total\{.*\} 1$/m);
    expect(await (await fetch(`${gateway.url}/health/ready`)).json()).toMatchObject({ status: 'ok' });
  });

  it('sends one write when writes are on, and shows the replay', async () => {
    await gateway.stop();
    gateway = await production();
    const [write = ''] = commandsOf(6);

    await eventually(async () => (await run(write)).startsWith('HTTP/1.1 201'), 100);
    expect(await run(write)).toMatch(/^HTTP\/1.1 201 [^]*\nidempotency-replayed: true[^]*"operationId"/i);
    expect(freebit.journal.executions(LINE)).toBe(1);
  });
});

describe('a gateway behind an egress proxy', () => {
  let freebit: Simulator;
  let proxy: ConnectProxy;

  beforeAll(async () => {
    [freebit, proxy] = await Promise.all([startSimulator(), ConnectProxy.start()]);
    freebit.lines.seed(LINE);
  });
  beforeEach(() => proxy.asked.splice(0));
  afterAll(async () => {
    proxy.close();
    await freebit.close();
  });

  it.each([
    ['uses it', {}, true],
    ['bypasses it for a host of NO_PROXY', { NO_PROXY: 'example.jp,127.0.0.1' }, false],
  ])('%s', async (_, more, tunnelled) => {
    const HTTP_PROXY = `http://127.0.0.1:${proxy.port}`;
    const gateway = await GatewayProcess.start({
      env: {
        ...{
          FREEBIT_BASE_URL: freebit.url,
          FREEBIT_OEM_ID: 'sandbox-oem',
          FREEBIT_OEM_KEY: 'sandbox-oem-key',
        },
        ...{ HTTP_PROXY, DOCS: 'off', LOG_LEVEL: 'warn', ...more },
      },
    });

    const answer = await fetch(`${gateway.url}/sims/${LINE}`, { headers: keyOf() });
    await gateway.kill();

    expect(answer.status).toBe(200);
    const hosts = proxy.asked.map(([host]) => host);
    expect(hosts.includes(new URL(freebit.url).host)).toBe(tunnelled);
  });
});
