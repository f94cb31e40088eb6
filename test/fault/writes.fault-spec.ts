import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { eventually, promisedMs } from '../harness/slow-is-not-wrong';
import { tester } from '../harness/test-client';
import { ADD_QUOTA, uuidv7, WriteBench, type Written } from './write-bench';

const UNAVAILABLE = { code: 'IDEMPOTENCY_STORE_UNAVAILABLE', outcome: 'not_applied', retryable: true };

describe('writes of several processes over one Redis', () => {
  let bench: WriteBench;

  beforeAll(async () => {
    bench = await WriteBench.start(3);
  });
  afterEach(async () => {
    bench.freebit.faults.clear();
    await bench.redis.cli('CONFIG', 'SET', 'maxmemory', '0');
    await bench.allWell();
  });
  afterAll(() => bench.close());

  it('are executed once when a hundred requests carry the same key', async () => {
    const [line, key] = [bench.line(), randomUUID()];
    const send = (index: number) => bench.add(line, key, { at: bench.fleet.at(index) });

    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => send(index)));
    const after = await Promise.all([0, 1, 2].map(send));

    expect(bench.freebit.journal.executions(line)).toBe(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
    expect(after.map(({ status, replayed }) => [status, replayed])).toEqual(Array(3).fill([201, true]));
    const bodies = [...answers.filter(({ status }) => status === 201), ...after].map(({ body }) => body);
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  });

  it('never overlap on one line, whichever process executes them', async () => {
    const line = bench.line();
    bench.freebit.faults.slow(60, ADD_QUOTA, 6);
    const send = (index: number) =>
      bench.add(line, randomUUID(), { at: bench.fleet.at(index), body: { amountMb: 1 + index } });

    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => send(index)));

    const arrivals = bench.freebit.journal.entries({ account: line }).map(({ at }) => Date.parse(at));
    const pauses = arrivals.slice(1).map((at, index) => at - arrivals[index]!);
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(201));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(58);
  });

  it('never end as unknown in a thousand healthy writes', async () => {
    const before = await bench.unknowns();
    const lines = Array.from({ length: 40 }, () => bench.line());
    const onLine = async (line: string, index: number): Promise<number[]> => {
      const statuses = [];
      for (let round = 0; round < 25; round++)
        statuses.push((await bench.add(line, randomUUID(), { at: bench.fleet.at(index + round) })).status);
      return statuses;
    };

    const statuses = await Promise.all(lines.map(onLine));

    expect(new Set(statuses.flat())).toEqual(new Set([201]));
    expect(lines.map((line) => bench.freebit.journal.executions(line))).toEqual(Array(40).fill(25));
    expect(await bench.unknowns()).toBe(before);
  });

  it('are all answered and recorded when the process is stopped while they are in flight', async () => {
    const gateway = await bench.another();
    const wishes = Array.from({ length: 20 }, () => ({ line: bench.line(), key: randomUUID() }));
    await bench.add(bench.line(), randomUUID(), { at: gateway });
    bench.freebit.faults.slow(1_000, ADD_QUOTA, 20);
    const before = bench.freebit.journal.count(ADD_QUOTA);
    const inFlight = wishes.map(({ line, key }) => bench.add(line, key, { at: gateway }));
    await eventually(() => bench.freebit.journal.count(ADD_QUOTA) === before + 20);

    const exitCode = await gateway.stop();

    const answers = await Promise.all(inFlight);
    const again = await Promise.all(wishes.map(({ line, key }) => bench.add(line, key)));
    expect(exitCode).toBe(0);
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(again.map(({ status, replayed }) => [status, replayed])).toEqual(Array(20).fill([201, true]));
    expect(wishes.map(({ line }) => bench.freebit.journal.executions(line))).toEqual(Array(20).fill(1));
  });

  it('are not sent again when their process is killed after sending, and their line stays locked', async () => {
    const [gateway, line, key] = [await bench.another(), bench.line(), randomUUID()];
    bench.freebit.faults.hang(ADD_QUOTA);
    const broken = bench.add(line, key, { at: gateway }).catch(() => 'no answer');
    await eventually(() => bench.freebit.journal.entries({ account: line }).length === 1);

    await gateway.kill();

    const again = await bench.add(line, key);
    const equal = await bench.add(line, randomUUID());
    expect(await broken).toBe('no answer');
    expect([again.body.code, equal.body.code]).toEqual(['IDEMPOTENCY_KEY_IN_USE', 'ACCOUNT_BUSY']);
    expect(bench.freebit.journal.entries({ account: line })).toHaveLength(1);
  });

  const refusesWrites = async (): Promise<Written[]> => {
    const before = bench.freebit.journal.count(ADD_QUOTA);
    const answers = [];
    for (let index = 0; index < 6; index++)
      answers.push(await bench.addOnce(bench.line(), randomUUID(), { at: bench.fleet.at(index) }));
    expect(answers.map(({ body }) => body)).toEqual(Array(6).fill(expect.objectContaining(UNAVAILABLE)));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(503));
    expect(bench.freebit.journal.count(ADD_QUOTA)).toBe(before);
    return answers;
  };

  it('are refused at once while Redis is down, and accepted two seconds after it is back', async () => {
    await bench.redis.stop();

    const answers = await refusesWrites();
    await bench.redis.restart();

    expect(median(answers)).toBeLessThan(promisedMs(500));
    expect(await bench.recoveryMs()).toBeLessThan(promisedMs(2_000));
  });

  it('are refused in half a second while Redis is frozen, and accepted two seconds after it thaws', async () => {
    bench.redis.freeze();

    const answers = await refusesWrites();
    bench.redis.thaw();

    expect(median(answers)).toBeLessThan(promisedMs(500));
    expect(await bench.recoveryMs()).toBeLessThan(promisedMs(2_000));
  });

  it('are answered correctly and recorded later when Redis dies during the call to Freebit', async () => {
    const [line, key] = [bench.line(), randomUUID()];
    bench.freebit.faults.slow(2_000, ADD_QUOTA);
    const sent = bench.add(line, key);
    await eventually(() => bench.freebit.journal.executions(line) === 1);

    await bench.redis.kill();
    const answer = await sent;
    await bench.redis.restart();

    await eventually(async () => (await bench.add(line, key)).replayed);
    const again = await bench.add(line, key);
    expect(answer.status).toBe(201);
    expect(again.body).toEqual(answer.body);
    expect(bench.freebit.journal.executions(line)).toBe(1);
  });

  it('are answered correctly and in time when Redis freezes during the call to Freebit', async () => {
    const gateway = await bench.another({ env: { WRITE_DEADLINE_MS: '6000' } });
    const [line, key] = [bench.line(), randomUUID()];
    bench.freebit.faults.slow(3_000, ADD_QUOTA);
    const sent = bench.add(line, key, { at: gateway });
    await eventually(() => bench.freebit.journal.executions(line) === 1);

    bench.redis.freeze();
    const answer = await sent;
    bench.redis.thaw();

    expect(answer.status).toBe(201);
    await eventually(async () => (await bench.add(line, key, { at: gateway })).replayed);
    await gateway.stop();
  });

  it('are refused when Redis is full, but recorded when it fills up during the call to Freebit', async () => {
    const [line, key] = [bench.line(), randomUUID()];
    bench.freebit.faults.slow(2_000, ADD_QUOTA);
    const sent = bench.add(line, key);
    await eventually(() => bench.freebit.journal.executions(line) === 1);

    await bench.redis.cli('CONFIG', 'SET', 'maxmemory', '1');
    const answer = await sent;
    const again = await bench.add(line, key, { at: bench.fleet.at(1) });

    expect(answer.status).toBe(201);
    expect(again).toMatchObject({ status: 201, replayed: true, body: answer.body });
    await refusesWrites();
  });

  it.each([
    ['of another type', 'op:', (key: string) => ['RPUSH', key, 'x']],
    ['garbage', 'op:', (key: string) => ['SET', key, 'garbage']],
    ['bytes that are not text', 'op:', (key: string) => ['SETBIT', key, '0', '1']],
    ['garbage about the line', 'line:', (key: string) => ['SET', key, 'garbage']],
  ])('are not executed if a record is %s', async (_, beginning, command) => {
    const [line, key] = [bench.line(), randomUUID()];
    const known = await bench.keys(beginning);
    await bench.add(line, key);
    const [record = ''] = (await bench.keys(beginning)).filter((one) => !known.includes(one));
    await bench.redis.cli('DEL', record);
    const [name = '', ...rest] = command(record);
    await bench.redis.cli(name, ...rest);

    const sameKey = beginning === 'op:' ? key : randomUUID();
    const answer = await bench.addOnce(line, sameKey, { body: { amountMb: 7 } });

    expect(answer).toMatchObject({ status: 503, body: UNAVAILABLE });
    expect(bench.freebit.journal.executions(line)).toBe(1);
    await bench.redis.cli('DEL', record);
  });

  it('are not repeated for a key from before the store was wiped', async () => {
    // The caller's clock is two seconds ahead.
    const [line, key] = [bench.line(), uuidv7(Date.now() + 2_000)];
    await bench.add(line, key);
    await bench.redis.cli('FLUSHALL');

    const old = await Promise.all(
      [0, 1, 2].map((index) => bench.add(line, key, { at: bench.fleet.at(index) })),
    );
    const again = await bench.add(line, key);
    const fresh = await bench.add(line, `made-later-${randomUUID()}`);

    expect([...old, again].filter(({ body }) => body.code === 'OUTCOME_UNKNOWN').length).toBeGreaterThan(0);
    expect(again).toMatchObject({ status: 409, body: { code: 'OUTCOME_UNKNOWN', outcome: 'unknown' } });
    expect(old.map(({ status }) => status)).toEqual([409, 409, 409]);
    expect(fresh.status).toBe(201);
    expect(bench.freebit.journal.executions(line)).toBe(2);
  });

  it('are replayed unchanged a day later, under other limits and with writes switched off', async () => {
    const body = { expiresOn: bench.freebit.clock.today() };
    const [applied, unknown] = [bench.line(), bench.line()].map((line) => ({ line, key: randomUUID() })) as [
      { line: string; key: string },
      { line: string; key: string },
    ];
    const both = async (at: { readonly url: string }) => [
      await bench.add(applied.line, applied.key, { at, body }),
      await bench.add(unknown.line, unknown.key, { at, body }),
    ];
    const first = await bench.add(applied.line, applied.key, { body });
    bench.freebit.faults.dropAfterApplying(ADD_QUOTA);
    const second = await bench.add(unknown.line, unknown.key, { body });
    const tomorrow = await bench.another({
      entry: resolve(__dirname, 'gateway-tomorrow.cjs'),
      env: { WRITES: 'off', API_CLIENTS: JSON.stringify([{ ...tester.entry, maxAmountMb: 1 }]) },
    });

    const replies = await both(tomorrow);
    const fresh = await bench.add(bench.line(), randomUUID(), { at: tomorrow, body });
    await tomorrow.kill();

    expect([first.status, second.status]).toEqual([201, 504]);
    expect(replies.map(({ status }) => status)).toEqual([201, 504]);
    expect(replies.map(({ body: text }) => text)).toEqual([first.body, second.body]);
    expect(replies.every(({ replayed }) => replayed)).toBe(true);
    expect(fresh.body).toMatchObject({ outcome: 'not_applied' });
    expect(fresh.status).not.toBe(201);
    expect([applied, unknown].map(({ line }) => bench.freebit.journal.executions(line))).toEqual([1, 1]);
  });

  it('lose their records when the store is wiped, as readiness and metrics of every process show', async () => {
    await bench.redis.cli('FLUSHALL');

    for (const { url } of bench.fleet.gateways) {
      const readiness = () => fetch(`${url}/health/ready`);
      // A process notices it at its next check, which is at most ten seconds away.
      await eventually(async () => (await (await readiness()).text()).includes('"degraded"'), 200);
      const ready = await readiness();
      expect(ready.status).toBe(200);
      expect(await ready.json()).toMatchObject({ status: 'degraded', checks: { store_memory: 'down' } });
      const metrics = await (await fetch(`${url}/metrics`)).text();
      expect(Number(/^store_losses_total (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThan(0);
    }
  });
});

/** Single answers may be late on a busy machine. */
function median(answers: readonly Written[]): number {
  return answers.map(({ ms }) => ms).toSorted((a, b) => a - b)[Math.floor(answers.length / 2)] ?? NaN;
}
