import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FreebitCaller } from '../../test/contract/freebit-caller';
import { type Simulator, startSimulator } from '../simulator';

const SIM = '09022223333';

describe('the control API', () => {
  let simulator: Simulator;

  beforeAll(async () => {
    simulator = await startSimulator();
  });
  afterAll(() => simulator.close());
  beforeEach(() => simulator.reset());

  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(simulator.controlUrl + path, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };

  it('lists every endpoint on one line, and the README contains all of them', async () => {
    const { body } = await control('GET', '');
    const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');

    const endpoints = (body as string[]).map((line) => line.split(' - ')[0] ?? '');

    expect(endpoints.length).toBeGreaterThan(25);
    for (const endpoint of endpoints) expect(readme).toContain(`\`${endpoint}\``);
  });

  it('lists every scenario once: seeded lines, groups and masters, and magic accounts', async () => {
    const { body } = await control('GET', '/scenarios');
    const accounts = (body as { account: string }[]).map(({ account }) => account);

    expect(accounts).toEqual(
      expect.arrayContaining([
        '09012345678',
        '09000001006',
        '09000000210',
        'ERR0_00000000323',
        'testMaster@test.ne.jp',
      ]),
    );
    expect(new Set(accounts).size).toBe(accounts.length);
    expect(body).toContainEqual({
      kind: 'sim',
      account: '09000000240',
      note: 'detail code 240 (phone number not eligible) from PA05-01',
    });
  });

  it('points to the list of endpoints when a path or verb does not exist', async () => {
    expect(await control('GET', '/nothing')).toMatchObject({
      status: 404,
      body: { hint: 'GET /__sim lists the endpoints' },
    });
    expect(await control('PUT', '/seed', {})).toMatchObject({
      status: 404,
      body: { hint: 'this path supports POST' },
    });
    expect(await control('GET', '/lines/09099999999')).toMatchObject({ status: 404 });
  });

  it('seeds lines, groups and masters', async () => {
    const { status } = await control('POST', '/seed', {
      lines: [SIM, { msisdn: '09022224444', state: 'suspended', quota: 1.5, traffic: { today: 3 } }],
      groups: ['DDD0_00000000001'],
      masters: [{ account: 'other@test.ne.jp', linked: [{ kind: 'MVNO', account: SIM, state: 'active' }] }],
    });

    expect(status).toBe(200);
    expect(simulator.lines.get(SIM).state).toBe('active');
    expect(simulator.lines.get('09022224444')).toMatchObject({
      state: 'suspended',
      quota: '1.5',
      traffic: { today: 3 },
    });
    expect(simulator.groups.has('DDD0_00000000001')).toBe(true);
    expect(simulator.masters.get('other@test.ne.jp').linked).toHaveLength(1);
  });

  it('shows, changes and removes lines and groups', async () => {
    simulator.lines.seed(SIM);

    const changed = await control('PATCH', `/lines/${SIM}`, { state: 'suspended', quota: '7.25' });
    const group = await control('PATCH', '/groups/AAA0_00000000001', { state: 'suspended' });
    const removed = await control('DELETE', `/lines/${SIM}`);

    expect(changed.body).toMatchObject({
      msisdn: SIM,
      state: 'suspended',
      quota: '7.25',
      planCode: 'LTE3G_P01',
    });
    expect(group.body).toMatchObject({ state: 'suspended' });
    expect(removed.status).toBe(200);
    expect((await control('GET', `/lines/${SIM}`)).status).toBe(404);
    await control('DELETE', '/lines');
    expect(simulator.groups.get('AAA0_00000000001').state).toBe('active');
  });

  it('injects traffic and moves the clock', async () => {
    await control('PUT', '/clock', { today: '2026-02-05' });
    await control('PUT', '/traffic', { account: '09012345678', today: 1, inRecentDays: [], blackList: 20 });
    await control('POST', '/traffic', { account: '09012345678', kb: 4 });

    const clock = await control('POST', '/clock/advance', { days: 1 });

    expect(clock.body).toEqual({ today: '2026-02-06', real: false });
    expect(simulator.lines.get('09012345678').traffic).toEqual({
      today: 0,
      inRecentDays: [5],
      blackList: 20,
    });
    expect((await control('DELETE', '/clock')).body).toMatchObject({ real: true });
  });

  it('plans faults of every kind', async () => {
    const path = '/master/addSpec/';
    for (const fault of ['hang', 'reset', 'html', 'truncated', 'empty', 'applied-then-dropped']) {
      await control('POST', '/faults', { fault, path });
    }
    await control('POST', '/faults', { fault: 'code', code: 900, times: 3 });
    await control('POST', '/faults', { fault: 'slow', ms: 5, times: 'always' });
    await control('POST', '/faults', { fault: 'drip', ms: 5 });
    await control('POST', '/faults', {
      fault: 'answer',
      httpStatus: 307,
      headers: { Location: '/' },
      body: 'x',
    });
    await control('POST', '/faults', { fault: 'raw', bodyBase64: 'AAAA' });
    await control('PUT', '/faults/latency', { ms: 5 });
    const { body } = await control('PUT', '/faults/error-rate', { probability: 0.1, fault: 'reset' });

    expect(body).toMatchObject({ latencyMs: { '*': 5 }, errorRate: { probability: 0.1 } });
    expect(simulator.faults.pending()).toHaveLength(11);
    await control('DELETE', '/faults');
    expect(simulator.faults.pending()).toEqual([]);
  });

  it('controls the login and never shows the OEM key', async () => {
    await control('PATCH', '/auth', { newLoginEndsOlder: false, keyLifetimeMs: null, oemKey: 'marker' });
    const { body } = await control('POST', '/auth/expire');

    expect(body).toMatchObject({ newLoginEndsOlder: false, logins: 0 });
    expect(JSON.stringify(body)).not.toContain('marker');
    expect(simulator.auth.settings.oemKey).toBe('marker');
  });

  it('switches quirks', async () => {
    const { body } = await control('PATCH', '/quirks', {
      paperMessages: true,
      refusalHttpStatus: 'statusCode',
    });

    expect(body).toMatchObject({ paperMessages: true, refusalHttpStatus: 'statusCode', numericIccid: true });
  });

  it('shows the journal', async () => {
    const freebit = new FreebitCaller(simulator.url);
    await freebit.login();
    await freebit.call('/master/addSpec/', { kind: 'MVNO', account: '09012345678', quota: '1' });

    expect((await control('GET', '/journal?account=09012345678')).body).toMatchObject([{ executions: 1 }]);
    expect((await control('GET', '/journal/executions?account=09012345678')).body).toEqual({ executions: 1 });
    expect((await control('GET', '/journal/counts')).body).toMatchObject({ executions: 1 });
    await control('DELETE', '/journal');
    expect(simulator.journal.count()).toBe(0);
  });

  it('resets everything', async () => {
    simulator.faults.hang();

    expect(await control('POST', '/reset')).toEqual({ status: 200, body: { reset: true } });
    expect(simulator.faults.pending()).toEqual([]);
  });
});
