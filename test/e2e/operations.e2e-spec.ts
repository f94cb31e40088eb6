import { randomUUID } from 'node:crypto';
import { endLease } from '../harness/end-lease';
import { startOver } from './freebit-routes';
import { eventually } from '../harness/slow-is-not-wrong';
import { ADD_QUOTA, begun, CHANGE_PLAN, REPLAYED, WriteBench } from './write-bench';

const DETAIL = '/mvno/getDetail/';
/** Within this time after a read of the line, the gateway makes no further one. */
const LOOK_PAUSE_MS = 10_000;
const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string;

describe('operations', () => {
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

  /** A quota addition that Freebit has received, with an unknown outcome. */
  const unknown = async (): Promise<string> => {
    bench.freebit.faults.hangUp(ADD_QUOTA);
    return (await bench.add(line, key).expect(504)).body.operationId;
  };
  const stateOf = async (operationId: string) => (await bench.operation(operationId).expect(200)).body.state;

  it('show the outcome of a write', async () => {
    const added = await bench.add(line, key).expect(201);

    const { body } = await bench.operation(added.body.operationId).expect(200);

    expect(body).toEqual({
      ...{ operationId: added.body.operationId, attempt: 1, type: 'quota_addition', state: 'applied' },
      ...{ target: { type: 'sim', msisdn: line }, command: { amountMb: 100 }, caller: 'tester' },
      ...{ createdAt: INSTANT, sentAt: INSTANT, endedAt: INSTANT },
    });
  });

  it('show that a write is running, or was not applied', async () => {
    bench.freebit.faults.slow(2_000, ADD_QUOTA);
    const first = begun(bench.add(line, key));
    await bench.arrival(line);
    const { body } = await bench.add(line, key).expect(409);
    const running = await stateOf(body.operationId);
    await first;
    bench.freebit.faults.code(234, ADD_QUOTA);
    const refused = await bench.add(line).expect(422);
    bench.freebit.faults.code(230, ADD_QUOTA);
    const free = await bench.add(line).expect(409);

    expect(running).toBe('running');
    expect(await stateOf(refused.body.operationId)).toBe('not_applied');
    expect(await stateOf(free.body.operationId)).toBe('not_applied');
  });

  it.each([
    ['00000000-0000-8000-8000-000000000000', 404, 'OPERATION_NOT_FOUND'],
    ['nonsense', 400, 'VALIDATION_FAILED'],
  ])('are answered for the id %s with %s', async (operationId, status, code) => {
    const read = await bench.operation(operationId).expect(status);
    const resolved = await bench.resolve(operationId, 'applied').expect(status);

    expect([read.body.code, resolved.body.code]).toEqual([code, code]);
  });

  it('are listed by unknown outcome, oldest first', async () => {
    await bench.add(line).expect(201);
    const first = await unknown();
    [line, key] = [bench.line(), randomUUID()];
    const second = await unknown();

    const { body } = await bench.gateway.http.get('/operations?state=unknown').expect(200);

    const ids = (body.operations as { operationId: string; state: string }[]).map((one) => one.operationId);
    expect(ids.slice(-2)).toEqual([first, second]);
    expect(new Set(body.operations.map((one: { state: string }) => one.state))).toEqual(new Set(['unknown']));
  });

  it.each([
    ...['', '?state=applied', '?state=unknown&state=unknown', '?state=unknown&line=09012345678'],
    ...[
      '?state=unknown&limit=0',
      '?state=unknown&limit=101',
      '?line=0901',
      '?state=unknown&cursor=x',
      '?page=2',
    ],
  ])('cannot be listed by %j', async (query) => {
    await bench.gateway.http.get(`/operations${query}`).expect(400);
  });

  it('of unknown outcome block an equal write with a new key, and are named in its answer', async () => {
    const operationId = await unknown();
    const fresh = randomUUID();

    const { body } = await bench.add(line, fresh).expect(409);

    expect(body).toMatchObject({ code: 'PREVIOUS_OUTCOME_UNKNOWN', operationId, outcome: 'not_applied' });
    const kind = await bench.gateway.http.get(body.type).expect(200);
    expect(kind.body.whatToDo).toContain('`operations:resolve`');
    expect(bench.sent(line)).toBe(1);
    await bench.resolve(operationId, 'applied').expect(200);
    await bench.add(line, fresh).expect(201);
    expect(bench.sent(line)).toBe(2);
  });

  it('that are resolved as applied replay success from then on', async () => {
    const operationId = await unknown();

    const resolved = await bench.resolve(operationId, 'applied', `seen for ${line}`).expect(200);
    const again = await bench.add(line, key).expect(201);

    expect(resolved.body).toMatchObject({
      state: 'applied',
      resolution: { outcome: 'applied', note: `seen for 080****${line.slice(-4)}`, at: INSTANT },
    });
    expect(again.headers[REPLAYED]).toBe('true');
    expect(again.body).toMatchObject({ operationId, amountMb: 100, target: { msisdn: line } });
    expect(bench.sent(line)).toBe(1);
  });

  it('that are resolved as not applied free the key and the line', async () => {
    const operationId = await unknown();

    await bench.resolve(operationId, 'not_applied').expect(200);
    const again = await bench.add(line, key).expect(201);

    expect(again.headers).not.toHaveProperty(REPLAYED);
    expect(again.body.operationId).toBe(operationId);
    expect(bench.freebit.journal.executions(line)).toBe(1);
  });

  it('can be resolved only once', async () => {
    const operationId = await unknown();
    await bench.resolve(operationId, 'applied').expect(200);

    const { body } = await bench.resolve(operationId, 'not_applied').expect(409);

    expect(body).toMatchObject({ code: 'OPERATION_NOT_UNKNOWN', operationId });
    await bench.add(line, key).expect(201);
    expect(bench.sent(line)).toBe(1);
  });

  it('can be resolved only once even by two requests at the same time', async () => {
    const operationId = await unknown();

    const both = await Promise.all([
      bench.resolve(operationId, 'applied'),
      bench.resolve(operationId, 'not_applied'),
    ]);

    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('accept the same finding again, but none about an earlier attempt', async () => {
    const operationId = await unknown();
    await bench.resolve(operationId, 'not_applied').expect(200);
    await bench.resolve(operationId, 'not_applied').expect(200);
    bench.freebit.faults.dropAfterApplying(ADD_QUOTA);
    await bench.add(line, key).expect(504);

    const { body } = await bench
      .resolve(operationId, 'not_applied', 'about the first attempt', 1)
      .expect(409);

    expect(body).toMatchObject({ code: 'OPERATION_NOT_UNKNOWN', operationId });
    expect((await bench.operation(operationId)).body).toMatchObject({ attempt: 2, state: 'unknown' });
    await bench.add(line, key).expect(504);
    expect(bench.freebit.journal.executions(line)).toBe(1);
  });

  it('are listed by line, newest first, in pages, for the caller that made them', async () => {
    const made = [];
    for (let count = 0; count < 3; count++)
      made.unshift((await bench.add(line).expect(201)).body.operationId);

    const first = await bench.gateway.http.get(`/operations?line=${line}&limit=2`).expect(200);
    const second = await bench.gateway.http
      .get(`/operations?line=${line}&limit=2&cursor=${first.body.next}`)
      .expect(200);

    const listed = [...first.body.operations, ...second.body.operations] as { operationId: string }[];
    expect(listed.map(({ operationId }) => operationId)).toEqual(made);
    expect(second.body).not.toHaveProperty('next');
  });

  it('whose outcome is known cannot be resolved', async () => {
    const { body } = await bench.add(line, key).expect(201);

    await bench.resolve(body.operationId, 'not_applied').expect(409);

    expect(await stateOf(body.operationId)).toBe('applied');
  });

  it.each([
    {},
    { outcome: 'applied' },
    { outcome: 'unknown', note: 'x' },
    { outcome: 'applied', note: '' },
    { outcome: 'applied', note: 'a\u202eb' },
  ])('are not resolved with %j', async (body) => {
    const operationId = await unknown();

    await bench.gateway.http.post(`/operations/${operationId}/resolution`).send(body).expect(400);

    expect(await stateOf(operationId)).toBe('unknown');
  });

  describe('of a plan change', () => {
    const change = { planCode: 'P_NEW' };
    const later = { planCode: 'P_NEW', effectiveOn: '2099-12-01' };
    const current = () => bench.freebit.lines.get(line).planCode;
    const changeWithTimeout = async (body: object): Promise<string> =>
      (await bench.change(line, key, body).expect(504)).body.operationId;

    it('are settled by reading the line when it shows the plan', async () => {
      bench.freebit.faults.dropAfterApplying(CHANGE_PLAN);
      const operationId = await changeWithTimeout(change);

      const { body } = await bench.operation(operationId).expect(200);
      const again = await bench.change(line, key, change).expect(200);

      expect(body).toMatchObject({ state: 'applied', resolution: { outcome: 'applied', by: 'settlement' } });
      expect(again.body).toMatchObject({ operationId, state: 'applied', planCode: 'P_NEW' });
      expect(bench.sent(line)).toBe(1);
    });

    it('are settled by a pending job for the requested day', async () => {
      bench.freebit.faults.dropAfterApplying(CHANGE_PLAN);
      const operationId = await changeWithTimeout(later);

      expect(await stateOf(operationId)).toBe('applied');

      const again = await bench.change(line, key, later).expect(202);
      expect(again.body).toMatchObject({ state: 'scheduled', effectiveOn: '2099-12-01' });
    });

    it('stay unknown when a later write made the pending job', async () => {
      bench.freebit.faults.hangUp(CHANGE_PLAN);
      const operationId = await changeWithTimeout(later);
      await endLease(bench.gateway.app, operationId);

      await bench.change(line, randomUUID(), { ...later, planCode: 'P_OTHER' }).expect(202);

      expect(await stateOf(operationId)).toBe('unknown');
    });

    it('stay unknown when a job for that day was there before', async () => {
      bench.freebit.lines.get(line).async = { func: 'plnset', date: '20991201', planCode: 'P_OTHER' };
      bench.freebit.faults.hangUp(CHANGE_PLAN);
      const operationId = await changeWithTimeout(later);

      expect(await stateOf(operationId)).toBe('unknown');
    });

    it('stay unknown when the jobs before the write could not be read', async () => {
      bench.freebit.faults.html(DETAIL, 1);
      bench.freebit.faults.dropAfterApplying(CHANGE_PLAN);
      const operationId = await changeWithTimeout(later);

      expect(await stateOf(operationId)).toBe('unknown');
    });

    it.each([
      ['the line shows neither the plan nor a job', () => change],
      ['no job is pending', () => later],
      [
        'the line had that plan before, and the day is in the future',
        () => ({ ...later, planCode: current() }),
      ],
      [
        'the line had that plan before, and an address was requested',
        () => ({ planCode: current(), globalIp: false }),
      ],
    ])('stay unknown when %s', async (_, wish) => {
      bench.freebit.faults.hangUp(CHANGE_PLAN);
      const operationId = await changeWithTimeout(wish());

      expect(await stateOf(operationId)).toBe('unknown');
    });

    it('stay unknown when Freebit does not show the line', async () => {
      bench.freebit.faults.dropAfterApplying(CHANGE_PLAN);
      const operationId = await changeWithTimeout(change);
      bench.freebit.faults.html(DETAIL, 2);

      expect(await stateOf(operationId)).toBe('unknown');
      await eventually(async () => (await stateOf(operationId)) === 'applied');
    });

    it('are read once for concurrent requests, and not again for a while', async () => {
      bench.freebit.faults.code(900, CHANGE_PLAN);
      const { body } = await bench.change(line, key, change).expect(502);
      bench.freebit.faults.slow(200, DETAIL, Infinity);
      const beganMs = performance.now();

      const together = Array.from({ length: 12 }, () => stateOf(body.operationId));
      const states = await Promise.all(together);
      for (let count = 0; count < 3; count++) states.push(await stateOf(body.operationId));

      const looks = bench.freebit.journal.entries({ account: line, path: DETAIL }).length;
      const pauses = Math.floor((performance.now() - beganMs) / LOOK_PAUSE_MS);
      expect(new Set(states)).toEqual(new Set(['unknown']));
      // The gateway reads on its own after 5 s.
      expect(looks).toBeLessThanOrEqual(1 + 2 * pauses + 1);
    });

    it('are shown as settled to all concurrent requests after one read', async () => {
      bench.freebit.faults.dropAfterApplying(CHANGE_PLAN);
      const operationId = await changeWithTimeout(change);
      bench.freebit.faults.slow(200, DETAIL, Infinity);

      const states = await Promise.all(Array.from({ length: 12 }, () => stateOf(operationId)));

      expect(new Set(states)).toEqual(new Set(['applied']));
    });
  });
});
