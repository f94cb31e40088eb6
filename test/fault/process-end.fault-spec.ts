import { spawn, type ChildProcess } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { resolve } from 'node:path';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { freePort } from '../harness/free-port';
import { GatewayProcess } from '../harness/gateway-process';
import { reap, spare } from '../harness/reaper';
import { TEST_CLIENTS, keyOf } from '../harness/test-client';

/** Only root may create a process namespace without a user namespace. */
const NAMESPACE = [
  ...(process.getuid?.() === 0 ? [] : ['--map-root-user']),
  '--pid',
  '--fork',
  '--kill-child',
];
const MAIN = resolve(__dirname, '../../dist/main.js');

describe('SIGTERM ends the process with code 0', () => {
  let freebit: Simulator;

  beforeAll(async () => {
    freebit = await startSimulator();
  });
  afterAll(() => freebit.close());

  const environment = (drainSeconds = '0'): Record<string, string> => ({
    FREEBIT_BASE_URL: freebit.url,
    FREEBIT_OEM_ID: 'sandbox-oem',
    FREEBIT_OEM_KEY: 'sandbox-oem-key',
    SHUTDOWN_DRAIN_SECONDS: drainSeconds,
  });

  /** A gateway whose output is not read, started by a command. */
  const spawnGateway = async (command: string, args: readonly string[]): Promise<ChildProcess> => {
    const { PATH = '' } = process.env;
    const child = spawn(command, args, {
      env: { PATH, API_CLIENTS: TEST_CLIENTS, PORT: `${await freePort()}`, ...environment() },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    reap(child.pid ?? 0);
    return child;
  };
  const endOf = async (child: ChildProcess): Promise<number | null> => {
    const code = await new Promise<number | null>((tell) => child.once('exit', tell));
    spare(child.pid ?? 0);
    return code;
  };

  it.each([60, 100, 150, 300, 600])('%d ms after its start', async (ms) => {
    const child = await spawnGateway(process.execPath, [MAIN]);
    const ended = endOf(child);

    await new Promise((tell) => setTimeout(tell, ms));
    child.kill('SIGTERM');

    // Before the first line of the program, the signal itself ends the process.
    expect([0, null]).toContain(await ended);
  });

  it('as process 1 of a namespace, at any time after its first line', async () => {
    for (const ms of [150, 400, 1_500]) {
      const child = await spawnGateway('unshare', [...NAMESPACE, process.execPath, MAIN]);
      const ended = endOf(child);
      await new Promise((tell) => setTimeout(tell, ms));
      // The kernel delivers no signal to process 1 that it does not handle.
      const repeat = setInterval(() => signalChildOf(child.pid ?? 0), 100);

      expect(await ended).toBe(0);
      clearInterval(repeat);
    }
  });

  it('while connections are silent, half-sent or kept alive', async () => {
    const gateway = await GatewayProcess.start({ env: environment('1') });
    const silent = await connected(gateway);
    const halfHead = await connected(gateway);
    halfHead.write('GET /sims/09012345678 HTTP/1.1\r\nHost: a');
    const halfBody = await connected(gateway);
    const head = `POST /sims/09012345678/quota HTTP/1.1\r\nHost: a\r\nX-API-Key: ${keyOf()['X-API-Key']}\r\n`;
    halfBody.write(
      `${head}Idempotency-Key: k\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{"amou`,
    );
    const kept = await connected(gateway);
    kept.write('GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n');
    await new Promise((tell) => kept.once('data', tell));
    const startedAt = performance.now();

    const code = await gateway.stop();

    expect(code).toBe(0);
    // Otherwise the silent ones would get a minute; no machine is that slow.
    expect(performance.now() - startedAt).toBeLessThan(30_000);
    for (const socket of [silent, halfHead, halfBody, kept]) socket.destroy();
  });

  it('when the reader of its output has gone', async () => {
    const child = await spawnGateway(process.execPath, [MAIN]);
    const ended = endOf(child);
    await new Promise((tell) => child.stdout?.once('data', tell));
    child.stdout?.destroy();
    await new Promise((tell) => setTimeout(tell, 200));

    child.kill('SIGTERM');

    expect(await ended).toBe(0);
  });

  it('when the reader of its output has stopped reading', async () => {
    const gateway = await spawnGateway(process.execPath, [MAIN]);
    const ended = endOf(gateway);
    await new Promise((tell) => gateway.stdout?.once('data', tell));
    gateway.stdout?.pause();

    gateway.kill('SIGTERM');

    expect(await ended).toBe(0);
    gateway.stdout?.destroy();
  });
});

function connected({ port }: GatewayProcess): Promise<Socket> {
  return new Promise((tell) => {
    const socket = connect(port, '127.0.0.1', () => tell(socket));
    socket.on('error', () => undefined);
  });
}

function signalChildOf(pid: number): void {
  spawn('pkill', ['-TERM', '-P', `${pid}`]).on('error', () => undefined);
}
