import { FreebitCaller, textAt } from '../test/contract/freebit-caller';
import { type Simulator, startSimulator } from './simulator';

const TRAFFIC = '/mvno/getTrafficInfo/';
const ACCOUNT = { account: '09012345678' };

describe('the login', () => {
  let simulator: Simulator;
  let freebit: FreebitCaller;

  beforeAll(async () => {
    simulator = await startSimulator();
  });
  afterAll(() => simulator.close());
  beforeEach(() => {
    simulator.reset();
    freebit = new FreebitCaller(simulator.url);
  });

  it('returns a new key each time, and counts logins', async () => {
    await freebit.login();
    const first = freebit.authKey;
    await freebit.login();

    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(freebit.authKey).not.toBe(first);
    expect(simulator.auth.logins).toBe(2);
  });

  it('refuses wrong credentials with 205 and counts only the attempt', async () => {
    const { text } = await freebit.login('sandbox-oem', 'wrong');

    expect(textAt(text, 'resultCode')).toBe('205');
    expect([simulator.auth.logins, simulator.auth.attempts]).toEqual([0, 1]);
  });

  it('accepts the credentials that were set', async () => {
    simulator.auth.set({ oemId: 'other', oemKey: 'secret' });

    await freebit.login('other', 'secret');

    expect(freebit.authKey).not.toBe('');
  });

  it('ends older keys, unless keys may exist side by side', async () => {
    const older = new FreebitCaller(simulator.url);
    await older.login();
    await freebit.login();
    expect(await older.code(TRAFFIC, ACCOUNT)).toBe('205');

    simulator.auth.set({ newLoginEndsOlder: false });
    await older.login();

    expect(await older.code(TRAFFIC, ACCOUNT)).toBe('100');
    expect(await freebit.code(TRAFFIC, ACCOUNT)).toBe('100');
  });

  it('ends every key on demand', async () => {
    await freebit.login();

    simulator.auth.expireAll();

    expect(await freebit.code(TRAFFIC, ACCOUNT)).toBe('205');
  });

  it('ends a key when its lifetime is over', async () => {
    simulator.auth.set({ keyLifetimeMs: 0 });

    await freebit.login();

    expect(await freebit.code(TRAFFIC, ACCOUNT)).toBe('205');
  });

  it('can have every key refused', async () => {
    await freebit.login();
    simulator.auth.set({ refuseEveryKey: true });
    const refused = await freebit.code(TRAFFIC, ACCOUNT);
    simulator.auth.set({ refuseEveryKey: false });

    expect([refused, await freebit.code(TRAFFIC, ACCOUNT)]).toEqual(['205', '100']);
  });

  it('can return keys that are accepted only later', async () => {
    simulator.auth.set({ keyValidAfterMs: 60_000 });
    await freebit.login();
    const early = await freebit.code(TRAFFIC, ACCOUNT);
    simulator.auth.set({ keyValidAfterMs: 0 });

    expect([early, await freebit.code(TRAFFIC, ACCOUNT)]).toEqual(['205', '100']);
  });

  it('can be slow', async () => {
    simulator.auth.set({ loginLatencyMs: 30 });
    const start = performance.now();

    await freebit.login();

    expect(performance.now() - start).toBeGreaterThanOrEqual(28);
  });

  it.each([
    ['no-key', undefined],
    ['empty-key', ''],
  ] as const)('can succeed with %s', async (loginAnswer, authKey) => {
    simulator.auth.set({ loginAnswer });

    const { text } = await freebit.login();

    expect(textAt(text, 'resultCode')).toBe('100');
    expect(textAt(text, 'authKey')).toBe(authKey);
  });
});
