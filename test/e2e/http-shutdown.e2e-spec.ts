import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Agent, get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { GracefulShutdown, type ProcessEnd } from '../../src/http/server/graceful-shutdown';
import { keyOf } from '../harness/test-client';
import { type ProbeApp, bodyOf, request, slowRoute, startProbe, statusOf } from './http-probe';
import { eventually, promisedMs } from '../harness/slow-is-not-wrong';

const OWN_CHECKS = { audit: 'up', freebit: 'up', limits: 'up' };

describe('a shutdown', () => {
  let probe: ProbeApp;
  const [exit, kill] = [jest.fn(), jest.fn()];
  const end: ProcessEnd = { exit, kill };
  beforeEach(async () => {
    exit.mockClear();
    kill.mockClear();
    jest.restoreAllMocks();
    probe = await startProbe();
  });
  afterEach(() => probe.close());

  const shutdown = (drainSeconds: number) =>
    new GracefulShutdown(probe.app, { drainSeconds, graceSeconds: 55 }, end);

  it('reports not ready at once, and keeps serving for the drain delay', async () => {
    const ready = await probe.raw(request('GET /health/ready'));
    const over = shutdown(1.5).begin('SIGTERM');

    const draining = await probe.raw(request('GET /health/ready'));
    const served = await probe.raw(request('GET /sims/09012345678'));

    expect(bodyOf(ready)).toEqual({ status: 'ok', checks: OWN_CHECKS });
    expect(statusOf(draining)).toBe(503);
    expect(bodyOf(draining)).toEqual({ status: 'draining', checks: OWN_CHECKS });
    expect(statusOf(await probe.raw(request('GET /health/live')))).toBe(200);
    expect(statusOf(served)).toBe(200);
    await over;
    expect(exit).toHaveBeenCalledWith(0);
  });

  it('lets requests in flight finish, closes idle connections, and exits once', async () => {
    const agent = new Agent({ keepAlive: true });
    await fetchWith(agent, probe.port, '/health/live');
    let arrived = 0;
    probe.app.getHttpServer().on('request', () => arrived++);
    let open = () => {};
    const opened = new Promise<void>((resolve) => (open = resolve));
    jest.spyOn(slowRoute, 'end').mockReturnValue(opened);
    const inFlight = Array.from({ length: 50 }, () => fetchWith(agent, probe.port, '/sims/09012345678/slow'));
    await eventually(() => arrived === 50);
    const begin = performance.now();
    const ending = shutdown(0);

    const ended = Promise.all([ending.begin('SIGTERM'), ending.begin('SIGTERM')]);
    await eventually(() => isRefused(probe));
    open();
    await ended;

    const answers = await Promise.all(inFlight);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(50).fill(200));
    expect(answers.map(({ headers }) => headers.connection)).toEqual(Array(50).fill('close'));
    expect(performance.now() - begin).toBeLessThan(promisedMs(1_500));
    expect(exit.mock.calls).toEqual([[0]]);
    await expect(probe.raw(request('GET /health/live'))).rejects.toThrow('ECONNREFUSED');
  });

  it('is forced when closing takes too long', async () => {
    const stuck = appWhoseCloseIs(() => new Promise(() => undefined));

    void new GracefulShutdown(stuck, { drainSeconds: 0, graceSeconds: 0.1 }, end).begin('SIGTERM');

    await eventually(() => kill.mock.calls.length > 0);
    expect(exit).not.toHaveBeenCalled();
  });

  it('exits with an error code when closing fails', async () => {
    const broken = appWhoseCloseIs(() => Promise.reject(new Error('no')));

    await new GracefulShutdown(broken, { drainSeconds: 0, graceSeconds: 55 }, end).begin('SIGTERM');

    expect(exit).toHaveBeenCalledWith(1);
  });

  function appWhoseCloseIs(close: () => Promise<void>): NestFastifyApplication {
    return Object.create(probe.app, { close: { value: close } });
  }
});

function isRefused(probe: ProbeApp): Promise<boolean> {
  return probe.raw(request('GET /health/live')).then(
    () => false,
    (error: unknown) => (error as NodeJS.ErrnoException).code === 'ECONNREFUSED',
  );
}

function fetchWith(agent: Agent, port: number, path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get({ agent, port, path, host: '127.0.0.1', headers: keyOf() }, (answer) =>
      answer.resume().on('end', () => resolve(answer)),
    ).on('error', reject);
  });
}
