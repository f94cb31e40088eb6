import { connect, type Socket } from 'node:net';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { freePort } from '../harness/free-port';
import { GatewayProcess } from '../harness/gateway-process';
import { ScriptedUpstream } from '../harness/scripted-upstream';
import { eventually } from '../harness/slow-is-not-wrong';
import { keyOf } from '../harness/test-client';

/** As many connections as the API port accepts. */
const SILENT_CONNECTIONS = 2_000;

describe('with a management port', () => {
  let freebit: Simulator;
  let gateway: GatewayProcess;
  let management: string;

  beforeAll(async () => {
    freebit = await startSimulator();
    const [port, managementPort] = [await freePort(), await freePort()];
    management = `http://127.0.0.1:${managementPort}`;
    gateway = await GatewayProcess.launch({
      port,
      env: {
        FREEBIT_BASE_URL: freebit.url,
        FREEBIT_OEM_ID: 'sandbox-oem',
        FREEBIT_OEM_KEY: 'sandbox-oem-key',
        MANAGEMENT_PORT: `${managementPort}`,
        SHUTDOWN_DRAIN_SECONDS: '1',
      },
    });
    await gateway.line(/gateway listening/);
  });
  afterAll(async () => {
    await gateway.kill();
    await freebit.close();
  });

  it('health and metrics are served there and nowhere else', async () => {
    for (const path of ['/health/live', '/health/ready', '/metrics']) {
      const [here, head, there] = await Promise.all([
        fetch(`${management}${path}`),
        fetch(`${management}${path}`, { method: 'HEAD' }),
        fetch(`${gateway.url}${path}`),
      ]);

      expect([here.status, head.status, there.status]).toEqual([200, 200, 404]);
    }
    expect((await fetch(`${management}/sims/09012345678`, { headers: keyOf() })).status).toBe(404);
    expect((await fetch(`${management}/metrics`, { method: 'POST' })).status).toBe(405);
  });

  it('health and metrics are served while silent connections fill the API port', async () => {
    const silent = await Promise.all(
      Array.from({ length: SILENT_CONNECTIONS }, () => connectedTo(gateway.port)),
    );

    expect((await fetch(`${management}/health/live`)).status).toBe(200);
    expect((await fetch(`${management}/metrics`)).status).toBe(200);
    for (const socket of silent) socket.destroy();
  });

  it('readiness reports draining until the process ends', async () => {
    const ended = gateway.stop();

    await eventually(async () => (await fetch(`${management}/health/ready`)).status === 503);

    expect(await (await fetch(`${management}/health/ready`)).json()).toMatchObject({ status: 'draining' });
    expect(await ended).toBe(0);
  });
});

it('readiness reports that Freebit is down once every call fails', async () => {
  const freebit = await ScriptedUpstream.start();
  const url = freebit.url;
  await freebit.close();
  const gateway = await GatewayProcess.start({
    env: { FREEBIT_BASE_URL: url, FREEBIT_OEM_ID: 'sandbox-oem', FREEBIT_OEM_KEY: 'sandbox-oem-key' },
  });
  const ready = async () => (await (await fetch(`${gateway.url}/health/ready`)).json()) as object;
  expect(await ready()).toMatchObject({ status: 'ok', checks: { freebit: 'up' } });

  await eventually(async () => {
    await fetch(`${gateway.url}/sims/09012345678`, { headers: keyOf() });
    return ((await ready()) as { checks: { freebit: string } }).checks.freebit === 'down';
  }, 500);

  expect(await ready()).toMatchObject({ status: 'degraded' });
  await gateway.kill();
});

function connectedTo(port: number): Promise<Socket> {
  return new Promise((tell) => {
    const socket = connect(port, '127.0.0.1', () => tell(socket));
    socket.on('error', () => tell(socket));
  });
}
