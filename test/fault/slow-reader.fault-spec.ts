import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { freePort } from '../harness/free-port';
import { NO_LIMITS } from '../harness/no-limits';
import { reap, spare } from '../harness/reaper';
import { eventually } from '../harness/slow-is-not-wrong';
import { TEST_CLIENTS, keyOf } from '../harness/test-client';

const MAIN = resolve(__dirname, '../../dist/main.js');
const WRITES = 30;

/** A gateway that logs as much as possible, and whose output is read slowly. */
class SlowlyRead {
  text = '';
  private reading = true;

  private constructor(
    readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(freebit: Simulator): Promise<SlowlyRead> {
    const port = await freePort();
    const { PATH = '' } = process.env;
    const env = {
      ...NO_LIMITS,
      ...{
        PATH,
        PORT: `${port}`,
        API_CLIENTS: TEST_CLIENTS,
        LOG_LEVEL: 'trace',
        SHUTDOWN_DRAIN_SECONDS: '0',
      },
      ...{ FREEBIT_BASE_URL: freebit.url, FREEBIT_OEM_ID: 'sandbox-oem', FREEBIT_OEM_KEY: 'sandbox-oem-key' },
    };
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    reap(child.pid ?? 0);
    const gateway = new SlowlyRead(child, `http://127.0.0.1:${port}`);
    await eventually(async () => (await fetch(`${gateway.url}/health/live`).catch(() => null))?.ok === true);
    return gateway;
  }

  /** Reads 512 bytes and pauses, again and again, until the end of the output. */
  async read(): Promise<void> {
    const { stdout } = this.child;
    if (!stdout) return;
    // Without a listener, unread output is thrown away when the process exits.
    stdout.on('readable', () => undefined);
    const ended = new Promise<void>((tell) =>
      stdout.once('end', () => {
        this.reading = false;
        tell();
      }),
    );
    while (this.reading) {
      const chunk = (stdout.read(512) ?? stdout.read()) as Buffer | null;
      if (chunk) this.text += chunk.toString('latin1');
      await new Promise((tell) => setTimeout(tell, 2));
    }
    await ended;
  }

  add(amountMb: number): Promise<Response> {
    return fetch(`${this.url}/sims/09012345678/quota`, {
      method: 'POST',
      headers: { ...keyOf(), 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
      body: JSON.stringify({ amountMb }),
    });
  }
}

it('a slow reader of the log gets only whole lines, with an intent and an outcome of every write', async () => {
  const freebit = await startSimulator();
  const gateway = await SlowlyRead.start(freebit);
  const { child, url } = gateway;
  const closed = new Promise<number | null>((tell) => child.once('exit', tell));
  const read = gateway.read();
  const noise = Array.from({ length: 100 }, async () => {
    for (let times = 0; times < 5; times++) await (await fetch(`${url}/problems`)).text();
  });

  const statuses: number[] = [];
  for (let index = 1; index <= WRITES; index++) statuses.push((await gateway.add(index)).status);
  await Promise.all(noise);
  child.kill('SIGTERM');
  const code = await closed;
  await read;

  spare(child.pid ?? 0);
  await freebit.close();
  const lines = gateway.text.split('\n').slice(0, -1);
  const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const audited = (kind: string) => parsed.filter(({ audit }) => audit === kind).length;
  expect(code).toBe(0);
  expect(statuses).toEqual(Array(WRITES).fill(201));
  expect([audited('intent'), audited('outcome')]).toEqual([WRITES, WRITES]);
  expect(lines.length).toBeGreaterThan(WRITES * 4);
});

it('a log reader that has stopped blocks only writes, as readiness and metrics show', async () => {
  const freebit = await startSimulator();
  const gateway = await SlowlyRead.start(freebit);
  const { child, url } = gateway;
  const closed = new Promise<number | null>((tell) => child.once('exit', tell));
  // Nothing reads, so the pipe and the buffer behind it fill up.
  await eventually(async () => {
    const answers = Array.from({ length: 200 }, () => fetch(`${url}/problems/x`).then((one) => one.text()));
    await Promise.all(answers);
    return /^log_lines_dropped_total [1-9]/m.test(await (await fetch(`${url}/metrics`)).text());
  });

  const refused = await gateway.add(1);
  const ready = await eventuallyReady(url);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  child.kill('SIGTERM');

  expect(refused.status).toBe(503);
  expect(freebit.journal.count('/master/addSpec/')).toBe(0);
  expect(ready).toMatchObject({ status: 'degraded', checks: { audit: 'down' } });
  expect(metrics).toMatch(/^audit_available 0$/m);
  expect(await closed).toBe(0);
  spare(child.pid ?? 0);
  child.stdout?.destroy();
  await freebit.close();
});

async function eventuallyReady(url: string): Promise<unknown> {
  let body: unknown;
  await eventually(async () => {
    body = await (await fetch(`${url}/health/ready`)).json();
    return (body as { status: string }).status === 'degraded';
  });
  return body;
}
