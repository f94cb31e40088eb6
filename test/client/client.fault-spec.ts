import { setTimeout as pause } from 'node:timers/promises';
import {
  createGatewayClient,
  GatewayProblem,
  type GatewayClient,
  newIdempotencyKey,
  NoAnswerError,
  unwrap,
} from '../../clients/typescript/src/client';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { GatewayProcess } from '../harness/gateway-process';
import { tester } from '../harness/test-client';
import { InterruptedGateway } from './interrupted-gateway';

const MSISDN = '09012345678';
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the TypeScript client', () => {
  let freebit: Simulator;
  let process: GatewayProcess;
  let proxy: InterruptedGateway;
  let gateway: GatewayClient;

  beforeAll(async () => {
    freebit = await startSimulator();
    process = await GatewayProcess.start({
      env: {
        FREEBIT_BASE_URL: freebit.url,
        FREEBIT_OEM_ID: 'sandbox-oem',
        FREEBIT_OEM_KEY: 'sandbox-oem-key',
      },
    });
  });
  beforeEach(async () => {
    freebit.lines.reset();
    freebit.faults.clear();
    freebit.journal.reset();
    proxy = await InterruptedGateway.start(process.url);
    gateway = createGatewayClient({ baseUrl: proxy.url, apiKey: tester.key });
  });
  afterEach(() => proxy.close());
  afterAll(async () => {
    await process.stop();
    await freebit.close();
  });

  const addData = (msisdn = MSISDN, key?: string) =>
    gateway.POST('/sims/{msisdn}/quota', {
      params: { path: { msisdn }, ...(key && { header: { 'Idempotency-Key': key } }) },
      body: { amountMb: 100 },
    });

  it('reads and writes with types from the API description', async () => {
    const sim = unwrap(await gateway.GET('/sims/{msisdn}', { params: { path: { msisdn: MSISDN } } }));
    const change = await gateway.PUT('/sims/{msisdn}/plan', {
      params: { path: { msisdn: MSISDN } },
      body: { planCode: 'LTE3G_P02' },
    });

    expect([sim.msisdn, sim.status, unwrap(change).state]).toEqual([MSISDN, 'active', 'applied']);
  });

  it('makes a UUIDv7 for each write', async () => {
    await addData();
    await addData('07011112222');

    const keys = proxy.seen.map(({ key }) => key);
    expect(keys).toEqual([expect.stringMatching(UUID_V7), expect.stringMatching(UUID_V7)]);
    expect(new Set(keys).size).toBe(2);
  });

  it.each([['answer lost'], ['answer cut'], ['bad gateway']] as const)(
    'repeats a write with the same key after: %s',
    async (interruption) => {
      proxy.interrupt(interruption, interruption);

      const added = unwrap(await addData());

      expect(added.amountMb).toBe(100);
      expect(proxy.seen.length).toBeGreaterThanOrEqual(3);
      expect(new Set(proxy.seen.map(({ key }) => key)).size).toBe(1);
      expect(freebit.journal.executions(MSISDN)).toBe(1);
    },
  );

  it('repeats retryable requests after the time in Retry-After', async () => {
    proxy.interrupt('overloaded', 'overloaded');
    const startedAt = performance.now();

    const added = unwrap(await addData());

    expect(added.amountMb).toBe(100);
    expect(performance.now() - startedAt).toBeGreaterThan(1_990);
    expect(new Set(proxy.seen.map(({ key }) => key)).size).toBe(1);
  });

  it('returns a retryable problem if Retry-After exceeds the time that is left', async () => {
    freebit.lines.change(MSISDN, { async: { func: 'change', date: '20991231' } });

    const { error, response } = await addData();

    expect(error).toMatchObject({ code: 'OPERATION_IN_PROGRESS', retryable: true, outcome: 'not_applied' });
    expect(response.headers.get('Retry-After')).toBe('60');
    expect(proxy.seen).toHaveLength(1);
  });

  it('never repeats a request whose problem is not retryable', async () => {
    const { error } = await addData('09000000221');

    expect(error?.code).toBe('QUOTA_AMOUNT_REJECTED');
    expect(proxy.seen).toHaveLength(1);
  });

  it('can throw a problem with its code instead of returning it', async () => {
    const refused = await addData('09000000210');

    expect(() => unwrap(refused)).toThrow(GatewayProblem);
    expect(() => unwrap(refused)).toThrow(/^SIM_NOT_FOUND: /);
  });

  it('names the key of a write without an answer, and a later call with it does not write twice', async () => {
    const impatient = createGatewayClient({
      baseUrl: proxy.url,
      apiKey: tester.key,
      retry: { attempts: 2 },
    });
    proxy.interrupt('answer lost', 'answer lost');

    const failed = await impatient
      .POST('/sims/{msisdn}/quota', { params: { path: { msisdn: MSISDN } }, body: { amountMb: 100 } })
      .catch((error: unknown) => error);

    expect(failed).toBeInstanceOf(NoAnswerError);
    const key = (failed as NoAnswerError).idempotencyKey!;
    expect((await addData(MSISDN, key)).response.headers.get('Idempotency-Replayed')).toBe('true');
    expect(freebit.journal.executions(MSISDN)).toBe(1);
  });

  it('waits for the outcome of an unknown write', async () => {
    const { error } = await addData('09000001006');
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN', outcome: 'unknown', retryable: false });
    const operationId = error!.operationId!;

    const stillUnknown = await gateway.waitForOperation(operationId, { timeoutMs: 0 });
    const waiting = gateway.waitForOperation(operationId, { everyMs: 50, timeoutMs: 80_000 });
    await resolve(operationId, stillUnknown);

    expect(stillUnknown.state).toBe('unknown');
    expect((await waiting).state).toBe('applied');
  });

  it('stops when its caller aborts', async () => {
    freebit.faults.latency(600_000);
    const given = new AbortController();
    const signal = given.signal;
    const reading = gateway.GET('/sims/{msisdn}', { params: { path: { msisdn: MSISDN } }, signal });
    const writing = gateway.POST('/sims/{msisdn}/quota', {
      params: { path: { msisdn: MSISDN }, header: { 'Idempotency-Key': newIdempotencyKey() } },
      body: { amountMb: 100 },
      signal,
    });
    while (proxy.seen.length < 2) await pause(20);

    given.abort(new Error('the user left'));

    await expect(reading).rejects.toThrow('the user left');
    await expect(writing).rejects.toMatchObject({
      name: 'NoAnswerError',
      idempotencyKey: proxy.seen.find(({ method }) => method === 'POST')!.key,
    });
  });

  /** Records what a person found at Freebit; builds that count attempts need the number of the one that was checked. */
  async function resolve(operationId: string, operation: object): Promise<void> {
    const answer = await fetch(`${process.url}/operations/${operationId}/resolution`, {
      method: 'POST',
      headers: { 'X-API-Key': tester.key, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        ...('attempt' in operation ? { attempt: operation.attempt } : {}),
        ...{ outcome: 'applied', note: 'The history shows it.' },
      }),
    });
    expect(answer.status).toBe(200);
  }
});
