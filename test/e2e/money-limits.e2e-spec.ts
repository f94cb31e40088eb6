import { randomUUID } from 'node:crypto';
import { Authentication } from '../../src/access/authentication';
import { parseApiClients } from '../../src/config/api-clients';
import { testClient, type TestClientOptions } from '../harness/test-client';
import { eventually } from '../harness/slow-is-not-wrong';
import { startOver } from './freebit-routes';
import { ADD_QUOTA, REPLAYED, WriteBench } from './write-bench';

describe('limits on money', () => {
  let bench: WriteBench;
  let line: string;

  beforeAll(async () => {
    bench = await WriteBench.start();
  });
  beforeEach(() => {
    startOver(bench.gateway);
    line = bench.line();
  });
  afterAll(() => bench.gateway.close());

  /** Gives the tester these limits. Additions of earlier tests count towards the day, so each sets its own. */
  const limit = (limits: TestClientOptions) => {
    const clients = JSON.stringify([testClient('tester', limits).entry]);
    bench.gateway.app.get(Authentication).replaceClients(parseApiClients(clients));
  };
  const daily = async () => {
    const { body } = await bench.gateway.http.get('/me').expect(200);
    return body.limits.dailyAmountMb as { limitMb: number; remainingMb: number; day: string };
  };
  /** Sets a daily limit that leaves this amount. */
  const leave = async (remainingMb: number): Promise<void> => {
    limit({ dailyAmountMb: 1_000_000 });
    const { limitMb, remainingMb: now } = await daily();
    limit({ dailyAmountMb: limitMb - now + remainingMb });
  };

  it('refuse an addition above the limit, name the limit, and send nothing', async () => {
    limit({ maxAmountMb: 500 });

    const { body } = await bench.add(line, randomUUID(), { amountMb: 501 }).expect(403);
    await bench.add(line, randomUUID(), { amountMb: 500 }).expect(201);

    expect(body).toMatchObject({ code: 'WRITE_NOT_ALLOWED', outcome: 'not_applied', retryable: false });
    expect(body.errors).toEqual([
      {
        pointer: '#/amountMb',
        code: 'amount_limit',
        message: 'This caller may add at most 500 MB at once.',
      },
    ]);
    expect(bench.sent(line)).toBe(1);
  });

  it('refuse a plan that the caller may not set', async () => {
    limit({ planCodes: ['P_ONE', 'P_TWO'] });

    const { body } = await bench.change(line, randomUUID(), { planCode: 'P_NEW' }).expect(403);
    await bench.change(line, randomUUID(), { planCode: 'P_TWO' }).expect(200);

    expect(body.errors[0]).toMatchObject({
      pointer: '#/planCode',
      message: 'This caller may set only these plans: P_ONE, P_TWO.',
    });
    expect(bench.sent(line)).toBe(1);
  });

  it('refuse an addition above the daily limit, and leave the key free for a later try', async () => {
    await leave(150);
    const key = randomUUID();
    await bench.add(line).expect(201);

    const { body } = await bench.add(line, key).expect(403);
    await leave(100);
    await bench.add(line, key).expect(201);

    expect(body.errors[0]).toMatchObject({ pointer: '#/amountMb', code: 'daily_amount_limit' });
    expect(body.errors[0].message).toContain('50 MB are left');
    expect(bench.sent(line)).toBe(2);
  });

  it('give back an amount that Freebit rejected', async () => {
    await leave(100);
    bench.freebit.faults.code(234, ADD_QUOTA);

    await bench.add(line).expect(422);

    await eventually(async () => (await daily()).remainingMb === 100);
    await bench.add(line).expect(201);
    expect((await daily()).remainingMb).toBe(0);
  });

  it('count an unknown write until a person records that it was not applied', async () => {
    await leave(100);
    bench.freebit.faults.hangUp(ADD_QUOTA);
    const { body } = await bench.add(line).expect(504);
    expect((await daily()).remainingMb).toBe(0);
    await bench.add(bench.line()).expect(403);

    await bench.resolve(body.operationId, 'not_applied').expect(200);

    await eventually(async () => (await daily()).remainingMb === 100);
  });

  it('do not affect replays', async () => {
    limit({});
    const [added, changed] = [randomUUID(), randomUUID()];
    const first = await bench.add(line, added).expect(201);
    await bench.change(line, changed, { planCode: 'P_NEW' }).expect(200);

    limit({ maxAmountMb: 1, dailyAmountMb: 1, planCodes: ['P_ONE'] });

    const again = await bench.add(line, added).expect(201);
    await bench.change(line, changed, { planCode: 'P_NEW' }).expect(200);
    expect(again.headers[REPLAYED]).toBe('true');
    expect(again.body).toEqual(first.body);
    expect(bench.sent(line)).toBe(2);
  });
});
