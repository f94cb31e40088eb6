import { setTimeout as pause } from 'node:timers/promises';
import { FreebitClient } from '../../src/freebit/freebit-client';
import { addQuota } from '../../src/freebit/operations/add-quota/add-quota';
import { Gateway } from '../harness/gateway';
import { ScriptedUpstream } from '../harness/scripted-upstream';
import { HASTY, nextLine, UpstreamBench } from './upstream-bench';
import { eventually } from '../harness/slow-is-not-wrong';

describe('a write', () => {
  let bench: UpstreamBench;
  beforeEach(async () => {
    bench = await UpstreamBench.start(await ScriptedUpstream.start(), { patience: HASTY });
  });
  afterEach(() => bench.close());

  const add = (operation = addQuota, beforeSend?: () => Promise<void>) =>
    bench.gateway.app
      .get(FreebitClient)
      .call(operation, { account: nextLine(), quotaMb: 1 }, beforeSend)
      .catch((error: unknown) => error);
  const sent = () => bench.upstream.requests.filter(({ path }) => path === addQuota.path).length;

  it('is not sent when no time is left to hear its answer', async () => {
    await add();

    const error = await add(addQuota, () => pause(HASTY.deadlineMs + 100));

    expect(error).toMatchObject({ failure: { kind: 'not_attempted' } });
    expect(sent()).toBe(1);
  });

  it('is of unknown outcome after a bug of ours in its answer, which is logged', async () => {
    const buggy = {
      ...addQuota,
      decode: () => {
        throw new TypeError('a bug');
      },
    };

    const error = await add(buggy);

    expect(error).toMatchObject({ failure: { kind: 'unreadable' } });
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
