import { randomUUID } from 'node:crypto';
import { startOver } from './freebit-routes';
import { ADD_QUOTA, begun, GROUP, REPLAYED, WriteBench } from './write-bench';

describe('the idempotency key of a write', () => {
  let bench: WriteBench;
  let line: string;
  let key: string;

  beforeAll(async () => {
    bench = await WriteBench.start();
  });
  beforeEach(() => {
    startOver(bench.gateway);
    line = bench.line();
    key = randomUUID();
  });
  afterAll(() => bench.gateway.close());

  it('is required', async () => {
    const { body } = await bench.gateway.http.post(`/sims/${line}/quota`).send({ amountMb: 100 }).expect(400);

    expect(body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REQUIRED', outcome: 'not_applied' });
    expect(bench.sent()).toBe(0);
  });

  it.each([
    ['is empty', ['Idempotency-Key:']],
    ['is nothing but quotes', ['Idempotency-Key: ""']],
    ['is too long', [`Idempotency-Key: ${'k'.repeat(256)}`]],
    ['has a tab in it', ['Idempotency-Key: one\ttwo']],
    ['has a space in it', ['Idempotency-Key: one two']],
    ['is not ASCII', ['Idempotency-Key: \u00e9']],
    ['is sent twice', ['Idempotency-Key: one', 'Idempotency-Key: two']],
    ['is sent twice alike', ['Idempotency-Key: one', 'idempotency-key: one']],
  ])('is refused when it %s', async (_, lines) => {
    const answer = await bench.raw(line, lines);

    expect(answer).toEqual({ status: 400, code: 'IDEMPOTENCY_KEY_INVALID' });
    expect(bench.sent()).toBe(0);
  });

  it('may not contain control characters', async () => {
    const { status } = await bench.raw(line, ['Idempotency-Key: one\u0001two']);

    expect(status).toBe(400);
    expect(bench.sent()).toBe(0);
  });

  it('is the same with quotes and without', async () => {
    await bench.add(line, `"${key}"`).expect(201);

    const { headers } = await bench.add(line, key).expect(201);

    expect(headers[REPLAYED]).toBe('true');
    expect(bench.sent(line)).toBe(1);
  });

  it('recognises the same write in any spelling', async () => {
    const first = await bench.add(line, key, '{"amountMb":100,"reference":"a-1"}').expect(201);

    const again = await bench
      .add(`%2B81${line.slice(1)}`, key, String.raw`{ "reference": "\u0061-1", "amountMb": 1e2 }`)
      .expect(201);

    expect(again.headers[REPLAYED]).toBe('true');
    expect(again.body).toEqual(first.body);
    expect(bench.sent(line)).toBe(1);
  });

  it.each([
    ['another amount', { amountMb: 101 }],
    ['a reference more', { amountMb: 100, reference: 'a' }],
    ['a day more', { amountMb: 100, expiresOn: '2099-12-31' }],
  ])('is refused with %s', async (_, other) => {
    await bench.add(line, key).expect(201);

    const { body } = await bench.add(line, key, other).expect(422);

    expect(body).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', outcome: 'not_applied' });
    expect(bench.sent(line)).toBe(1);
  });

  it('is refused on another line', async () => {
    const other = bench.line();
    await bench.add(line, key).expect(201);

    await bench.add(other, key).expect(422);

    expect(bench.sent(other)).toBe(0);
  });

  it('belongs to its route: the same text is a different key elsewhere', async () => {
    await bench.add(line, key).expect(201);

    const { headers } = await bench.change(line, key, { planCode: 'P2' }).expect(200);
    await bench.addToGroup(key).expect(201);

    expect(headers).not.toHaveProperty(REPLAYED);
    expect(bench.sent()).toBe(3);
  });

  it('makes a second request wait while the first runs, and refuses other content even then', async () => {
    bench.freebit.faults.slow(2_000, ADD_QUOTA);
    const first = begun(bench.add(line, key));
    await bench.arrival(line);

    const again = await bench.add(line, key).expect(409);
    const other = await bench.add(line, key, { amountMb: 1 }).expect(422);

    expect(again.body).toMatchObject({
      code: 'IDEMPOTENCY_KEY_IN_USE',
      outcome: 'unknown',
      operationId: (await first).body.operationId,
      retryable: true,
    });
    expect(Number(again.headers['retry-after'])).toBeGreaterThan(0);
    expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect((await first).status).toBe(201);
    expect(bench.freebit.journal.executions(line)).toBe(1);
  });

  describe.each([
    ['a success', 201, () => undefined],
    ['a permanent refusal', 422, () => bench.freebit.faults.code(234, ADD_QUOTA)],
    ['a line that does not exist', 404, () => bench.freebit.faults.code(210, ADD_QUOTA)],
    ['a broken connection', 504, () => bench.freebit.faults.hangUp(ADD_QUOTA)],
    ['a broken connection after the deed', 504, () => bench.freebit.faults.dropAfterApplying(ADD_QUOTA)],
    ['an HTML page', 502, () => bench.freebit.faults.html(ADD_QUOTA)],
    ['half an answer', 502, () => bench.freebit.faults.truncate(ADD_QUOTA)],
    ['an unexpected error', 502, () => bench.freebit.faults.code(900, ADD_QUOTA)],
    ['a code that no paper lists', 502, () => bench.freebit.faults.code(777, ADD_QUOTA)],
  ])('after %s', (_, status, befall) => {
    it('gives the same answer again, word for word, and sends nothing', async () => {
      befall();
      const first = await bench.add(line, key).expect(status);

      const again = await Promise.all([1, 2, 3].map(() => bench.add(line, key).expect(status)));

      expect(first.headers).not.toHaveProperty(REPLAYED);
      expect(again.map(({ headers }) => headers[REPLAYED])).toEqual(['true', 'true', 'true']);
      expect(again.map(({ text }) => text)).toEqual(Array(3).fill(first.text));
      expect(bench.sent(line)).toBe(1);
    });
  });

  it('replays the location of a scheduled change', async () => {
    const wish = { planCode: 'P2', effectiveOn: '2099-12-01' };
    const first = await bench.change(line, key, wish).expect(202);

    const again = await bench.change(line, key, wish).expect(202);

    expect(again.headers).toMatchObject({
      location: `/operations/${first.body.operationId}`,
      [REPLAYED]: 'true',
    });
    expect(again.body).toEqual(first.body);
    expect(bench.sent(line)).toBe(1);
  });

  it.each([
    ['230', () => bench.add(line, key)],
    ['325', () => bench.addToGroup(key)],
    ['230', () => bench.change(line, key, { planCode: 'P2' })],
  ])('is free again after %s', async (code, ask) => {
    bench.freebit.faults.code(Number(code), undefined);

    const refused = await ask().expect(409);
    const { status, headers } = await ask();

    expect(refused.body).toMatchObject({
      code: 'OPERATION_IN_PROGRESS',
      outcome: 'not_applied',
      retryable: true,
    });
    expect(refused.headers['retry-after']).toBe('60');
    expect([200, 201]).toContain(status);
    expect(headers).not.toHaveProperty(REPLAYED);
    expect(bench.freebit.journal.executions()).toBe(1);
  });

  it('works for a share group as for a SIM', async () => {
    const first = await bench.addToGroup(key).expect(201);

    const again = await bench.addToGroup(key).expect(201);

    expect(again.body).toEqual(first.body);
    expect(bench.sent(GROUP)).toBe(1);
  });

  it('is optional if the operator allows it, and still works when it is sent', async () => {
    const lenient = await WriteBench.start({ IDEMPOTENCY_KEY_POLICY: 'optional' });
    const msisdn = lenient.line();
    const without = () =>
      lenient.gateway.http.post(`/sims/${msisdn}/quota`).send({ amountMb: 100 }).expect(201);

    await without();
    await without();
    await lenient.add(msisdn, key).expect(201);
    await lenient.add(msisdn, key).expect(201);

    expect(lenient.freebit.journal.executions(msisdn)).toBe(3);
    await lenient.gateway.close();
  });
});
