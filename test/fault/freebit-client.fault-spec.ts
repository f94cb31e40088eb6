import { setTimeout as pause } from 'node:timers/promises';
import { FreebitClient, type MarkSent } from '../../src/freebit/freebit-client';
import { addQuota } from '../../src/freebit/calls/add-quota/add-quota';
import { Gateway } from '../harness/gateway';
import { ScriptedUpstream } from '../harness/scripted-upstream';
import { json } from '../harness/upstream-answers';
import { reset } from '../harness/upstream-timing';
import { HASTY, nextLine, UpstreamBench } from './upstream-bench';
import { eventually } from '../harness/slow-is-not-wrong';

describe('a write', () => {
  let bench: UpstreamBench;
  beforeEach(async () => {
    bench = await UpstreamBench.start(await ScriptedUpstream.start(), { patience: HASTY });
  });
  afterEach(() => bench.close());

  const add = (call = addQuota, beforeSend = () => Promise.resolve()) =>
    bench.gateway.app
      .get(FreebitClient)
      .write(call, { account: nextLine(), quotaMb: 1 }, () =>
        beforeSend().then(() => ({ holds: () => true })),
      );
  const sent = () => bench.upstream.requests.filter(({ path }) => path === addQuota.path).length;

  it('is not sent when no time is left for its answer', async () => {
    await eventually(async () => (await add()).kind === 'answered');
    const before = sent();

    const result = await add(addQuota, () => pause(HASTY.deadlineMs + 100));

    expect(result).toMatchObject({ failure: { kind: 'not_attempted' } });
    expect(sent()).toBe(before);
  });

  it('is marked as sent once it has a connection, and sent only while its attempt holds the lease', async () => {
    const seen: string[] = [];
    const connections = () => bench.upstream.connections;
    const write = (markSent: MarkSent) =>
      bench.gateway.app.get(FreebitClient).write(addQuota, { account: nextLine(), quotaMb: 1 }, markSent);
    await write(async () => null);
    const before = connections();

    const none = await write(async () => {
      seen.push(`connected ${connections() - before}, sent ${sent()}`);
      return null;
    });
    const over = await write(async () => ({ holds: () => false }));
    const applied = await write(async () => ({ holds: () => seen.push('looked') > 0 }));

    expect([none, over]).toEqual(Array(2).fill({ kind: 'failed', failure: { kind: 'not_sent' } }));
    expect(applied).toEqual({ kind: 'answered', output: undefined });
    expect(seen).toEqual(['connected 1, sent 0', 'looked']);
    expect(sent()).toBe(1);
  });

  it('is marked once, and sent again after a refused auth key only while it holds its lease', async () => {
    const refusal = json({ resultCode: '205', status: { message: 'NG', statusCode: '403' } });
    const success = json({ resultCode: '100' });
    const marked: string[] = [];
    const write = (looks: boolean[]) =>
      patient.gateway.app
        .get(FreebitClient)
        .write(addQuota, { account: nextLine(), quotaMb: 1 }, async () => {
          marked.push('marked');
          return { holds: () => looks.shift() ?? false };
        });
    const patient = await UpstreamBench.start(await ScriptedUpstream.start());
    patient.upstream.answer(addQuota.path, refusal, success);

    const applied = await write([true, true]);
    patient.upstream.answer(addQuota.path, refusal, success);
    const stopped = await write([true, false]);

    expect(applied).toEqual({ kind: 'answered', output: undefined });
    expect(stopped).toMatchObject({ failure: { kind: 'auth_failed' } });
    expect(marked).toHaveLength(2);
    expect(patient.upstream.requestsTo(addQuota.path)).toHaveLength(3);
    await patient.close();
  });

  it('can close the circuit breaker without a read', async () => {
    const upstream = await ScriptedUpstream.start();
    const gateway = await Gateway.start({ FREEBIT_BASE_URL: upstream.url, FREEBIT_BREAKER_OPEN_MS: '1000' });
    const write = () => gateway.http.post(`/sims/${nextLine()}/quota`).send({ amountMb: 1 });
    expect((await write()).status).toBe(201);
    upstream.answer(addQuota.path, reset());
    await eventually(async () => (await write()).body.code === 'UPSTREAM_UNAVAILABLE');
    upstream.answer(addQuota.path, json({ resultCode: '100' }));

    await eventually(async () => (await write()).status === 201, 200);

    expect(upstream.requests.filter(({ path }) => path === '/mvno/getDetail/')).toEqual([]);
    await gateway.close();
    await upstream.close();
  });

  it('has an unknown outcome after a bug in the decoding of its answer, which is logged', async () => {
    const buggy = {
      ...addQuota,
      decode: () => {
        throw new TypeError('a bug');
      },
    };

    const result = await add(buggy);

    expect(result).toMatchObject({ failure: { kind: 'unreadable' } });
    expect(sent()).toBe(1);
    expect(bench.log.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ level: 'error', error: expect.objectContaining({ message: 'a bug' }) }),
    );
  });
});

it('a login does not queue behind reads that hang', async () => {
  const gateway = await Gateway.start({ FREEBIT_MAX_CONCURRENCY: '2', FREEBIT_READ_TIMEOUT_MS: '8000' });
  await gateway.http.get('/sims/09012345678').expect(200);
  const hangs = { pending: true };
  const read = gateway.http.get('/sims/09000001001').then(() => (hangs.pending = false));
  await eventually(() => gateway.freebit.journal.entries({ account: '09000001001' }).length === 1);
  gateway.freebit.auth.expireAll();

  await gateway.http.post('/sims/09012345678/quota').send({ amountMb: 1 }).expect(201);

  expect(hangs.pending).toBe(true);
  await read;
  await gateway.close();
});
