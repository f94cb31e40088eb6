import { randomUUID } from 'node:crypto';
import { startSimulator } from '../../simulator/simulator';
import { eventually } from '../harness/slow-is-not-wrong';
import { ADD_QUOTA, begun, REPLAYED, WriteBench } from './write-bench';

describe('a slow write', () => {
  let bench: WriteBench;
  let line: string;
  let key: string;

  const start = async (environment: Record<string, string> = {}) => {
    bench = await WriteBench.start(environment);
    line = bench.line();
    key = randomUUID();
    // The first write logs in, so that the login does not disturb the test.
    await bench.add(bench.line()).expect(201);
    bench.freebit.journal.reset();
  };
  afterEach(() => bench.gateway.close());

  it('continues when its caller leaves, and is recorded', async () => {
    await start();
    bench.freebit.faults.slow(100, ADD_QUOTA);

    await bench.addAndLeave(line, key);

    await eventually(async () => (await bench.add(line, key)).status !== 409);
    const { headers } = await bench.add(line, key).expect(201);
    expect(headers[REPLAYED]).toBe('true');
    expect(bench.sent(line)).toBe(1);
  });

  it('answers OUTCOME_UNKNOWN at the deadline, and the recorded outcome later', async () => {
    await start({ WRITE_DEADLINE_MS: '600' });
    bench.freebit.faults.slow(3_000, ADD_QUOTA);

    const first = await bench.add(line, key).expect(504);
    const meanwhile = await bench.add(line, key).expect(409);
    await eventually(async () => (await bench.add(line, key)).status !== 409);
    const later = await bench.add(line, key).expect(201);

    expect(first.body).toMatchObject({ code: 'OUTCOME_UNKNOWN', outcome: 'unknown', retryable: false });
    expect(meanwhile.body.code).toBe('IDEMPOTENCY_KEY_IN_USE');
    expect(later.headers[REPLAYED]).toBe('true');
    expect(later.body.operationId).toBe(first.body.operationId);
    expect(bench.sent(line)).toBe(1);
  });

  it.each([
    ['an unexpected error', () => bench.freebit.faults.code(900, ADD_QUOTA)],
    ['an HTML page', () => bench.freebit.faults.html(ADD_QUOTA)],
    ['a broken connection', () => bench.freebit.faults.hangUp(ADD_QUOTA)],
  ])('repeats OUTCOME_UNKNOWN word for word when Freebit then gives %s', async (_, breakAnswer) => {
    await start({ WRITE_DEADLINE_MS: '600' });
    bench.freebit.faults.latency(2_000, ADD_QUOTA);
    breakAnswer();

    const first = await bench.add(line, key).expect(504);
    await eventually(async () => (await bench.add(line, key)).status !== 409);
    const later = await bench.add(line, key);

    expect([later.status, later.headers[REPLAYED], later.text]).toEqual([504, 'true', first.text]);
    expect(bench.sent(line)).toBe(1);
  });

  it('is answered with the rejection when one arrives after OUTCOME_UNKNOWN', async () => {
    await start({ WRITE_DEADLINE_MS: '600' });
    bench.freebit.faults.latency(2_000, ADD_QUOTA);
    bench.freebit.faults.code(234, ADD_QUOTA);

    await bench.add(line, key).expect(504);
    await eventually(async () => (await bench.add(line, key)).status !== 409);
    const { body } = await bench.add(line, key).expect(422);

    expect(body).toMatchObject({ code: 'QUOTA_ADDITION_NOT_ALLOWED', outcome: 'not_applied' });
    expect(bench.sent(line)).toBe(1);
  });

  it('stays unknown when no answer arrives while the gateway still listens', async () => {
    await start({ WRITE_DEADLINE_MS: '600', WRITE_LISTEN_MS: '900' });
    bench.freebit.faults.hang(ADD_QUOTA);

    const first = await bench.add(line, key).expect(504);
    await eventually(async () => (await bench.add(line, key)).status !== 409);
    const later = await bench.add(line, key).expect(504);

    expect(later.headers[REPLAYED]).toBe('true');
    expect(later.text).toBe(first.text);
    expect(bench.sent(line)).toBe(1);
  });

  it('is not applied and frees its key when it cannot be sent before the deadline', async () => {
    bench = await WriteBench.start({ WRITE_DEADLINE_MS: '600' });
    [line, key] = [bench.line(), randomUUID()];
    bench.freebit.auth.set({ loginLatencyMs: 1_500 });

    const { body } = await bench.add(line, key).expect(503);

    expect(body).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', outcome: 'not_applied', retryable: true });
    await eventually(async () => (await bench.add(line, key)).status === 201);
    expect(bench.freebit.journal.executions(line)).toBe(1);
  });

  it('makes a second write on its line wait, so that the two never overlap', async () => {
    await start();
    bench.freebit.faults.slow(300, ADD_QUOTA);
    const first = begun(bench.add(line, key));
    await bench.arrival(line);

    const second = await bench.add(line, randomUUID(), { amountMb: 7 }).expect(201);

    const [one, two] = bench.freebit.journal.entries({ account: line });
    expect(Date.parse(two!.at) - Date.parse(one!.at)).toBeGreaterThanOrEqual(295);
    expect([(await first).status, second.body.amountMb]).toEqual([201, 7]);
  });

  it('makes a second write on its line fail after two seconds, with its key left free', async () => {
    await start();
    bench.freebit.faults.slow(5_000, ADD_QUOTA);
    const first = begun(bench.add(line, key));
    await bench.arrival(line);
    const other = randomUUID();
    const startedAt = performance.now();

    const busy = await bench.add(line, other, { amountMb: 7 }).expect(409);

    const waitedMs = performance.now() - startedAt;
    expect(busy.body).toMatchObject({ code: 'ACCOUNT_BUSY', outcome: 'not_applied', retryable: true });
    expect(Number(busy.headers['retry-after'])).toBeGreaterThan(0);
    expect(waitedMs).toBeGreaterThan(1_950);
    expect((await first).status).toBe(201);
    await bench.add(line, other, { amountMb: 7 }).expect(201);
  });

  it('does not delay writes on other lines', async () => {
    await start();
    bench.freebit.faults.slow(3_000, ADD_QUOTA);
    const order: string[] = [];
    const first = begun(bench.add(line, key)).then(() => order.push('the slow one'));
    await bench.arrival(line);

    await bench.add(bench.line()).expect(201);
    order.push('the other');

    await first;
    expect(order).toEqual(['the other', 'the slow one']);
  });

  it('was not sent when no connection could be made, so its key is free', async () => {
    await start();
    await bench.freebit.close();
    const refused = await bench.add(line, key).expect(503);

    const again = await startSimulator({ port: bench.freebit.port });
    again.lines.seed(line);
    const { headers } = await bench.add(line, key).expect(201);

    expect(refused.body).toMatchObject({
      code: 'UPSTREAM_UNREACHABLE',
      outcome: 'not_applied',
      retryable: true,
    });
    expect(headers).not.toHaveProperty(REPLAYED);
    expect(again.journal.executions(line)).toBe(1);
    await again.close();
  });

  it('was not applied when Freebit refuses every auth key, so its key is free', async () => {
    await start();
    bench.freebit.auth.set({ refuseEveryKey: true });
    const refused = await bench.add(line, key).expect(503);

    bench.freebit.auth.set({ refuseEveryKey: false });
    await bench.add(line, key).expect(201);

    expect(refused.body).toMatchObject({
      code: 'UPSTREAM_AUTH_FAILED',
      outcome: 'not_applied',
      retryable: true,
    });
    expect(bench.freebit.journal.executions(line)).toBe(1);
  });

  it('is not sent while logins are paused, and ends as not applied', async () => {
    await start();
    bench.freebit.auth.set({ oemKey: 'another' });
    bench.freebit.auth.expireAll();
    await bench.add(line, randomUUID()).expect(503);
    bench.freebit.journal.reset();

    const { body } = await bench.add(line, key).expect(503);

    expect(body).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', outcome: 'not_applied', retryable: true });
    expect(bench.sent()).toBe(0);
    expect((await bench.operation(body.operationId).expect(200)).body.state).toBe('not_applied');
  });
});
