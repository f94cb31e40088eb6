import { FreebitCaller } from '../test/contract/freebit-caller';
import { announcement } from './announcement';
import { type Simulator, startSimulator } from './simulator';

describe('a simulator', () => {
  let simulator: Simulator;

  beforeEach(async () => {
    simulator = await startSimulator();
  });
  afterEach(() => simulator.close());

  it('listens on a free port of the loopback address by default', () => {
    expect(simulator.url).toBe(`http://127.0.0.1:${simulator.port}/emptool/api`);
    expect(simulator.controlUrl).toBe(`http://127.0.0.1:${simulator.port}/__sim`);
  });

  it('reports a port that is already in use', async () => {
    await expect(startSimulator({ port: simulator.port })).rejects.toThrow('EADDRINUSE');
  });

  it.each(['/mvno/unknown/', '/mvno/getDetail', '/', ''])('answers %p with a 404 page', async (path) => {
    const response = await fetch(simulator.url + path, { method: 'POST' });

    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('text/html');
  });

  it('answers a GET with a 405 page that names POST', async () => {
    const response = await fetch(`${simulator.url}/mvno/getDetail/`);

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(await response.text()).toContain('<h1>HTTP Status 405');
  });

  it('answers a body of more than 1 MiB with a 413 page', async () => {
    const response = await fetch(`${simulator.url}/authOem/`, {
      method: 'POST',
      body: 'x'.repeat(1024 * 1024 + 1),
    });

    expect(response.status).toBe(413);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json', 'multipart/form-data'])(
    'rejects a body of type %s without a JSON object with 204',
    async (contentType) => {
      const response = await fetch(`${simulator.url}/authOem/`, {
        method: 'POST',
        body: '[1',
        headers: { 'Content-Type': contentType },
      });

      expect(await response.json()).toMatchObject({ resultCode: '204', status: { statusCode: '400' } });
    },
  );

  it('starts with every seeded account that it announces', () => {
    const announced = announcement(simulator);

    for (const { msisdn } of simulator.lines.all()) expect(announced).toContain(msisdn);
    for (const { groupCode } of simulator.groups.all()) expect(announced).toContain(groupCode);
    for (const { account } of simulator.masters.all()) expect(announced).toContain(account);
    expect(announced).toContain(simulator.url);
  });

  it('is like new after a reset', async () => {
    const freebit = new FreebitCaller(simulator.url);
    const before = [simulator.lines.all(), simulator.groups.all(), simulator.masters.all()];
    await freebit.login();
    await freebit.call('/master/addSpec/', { kind: 'MVNO', account: '09012345678', quota: '1' });
    simulator.lines.seed('09099999999');
    simulator.faults.hangUp();
    simulator.quirks.set({ paperMessages: true });

    simulator.reset();

    expect([simulator.lines.all(), simulator.groups.all(), simulator.masters.all()]).toEqual(before);
    expect(simulator.faults.pending()).toEqual([]);
    expect(simulator.quirks.settings.paperMessages).toBe(false);
    expect([simulator.auth.logins, simulator.journal.count(), simulator.journal.executions()]).toEqual([
      0, 0, 0,
    ]);
    expect(await freebit.code('/mvno/getTrafficInfo/', { account: '09012345678' })).toBe('205');
  });

  it('closes even while a request hangs', async () => {
    simulator.faults.hang();
    const hanging = new FreebitCaller(simulator.url).login();
    const failed = expect(hanging).rejects.toThrow();
    while (simulator.journal.count() === 0) await new Promise(setImmediate);

    await simulator.close();

    await failed;
  });
});
