import { inspect } from 'node:util';
import { FreebitClient } from '../../src/freebit/freebit-client';
import { FreebitError } from '../../src/freebit/freebit-error';
import { trafficInfo } from '../../src/freebit/calls/traffic-info/traffic-info';
import { gzippedZeros } from '../harness/gzip-bomb';
import { ScriptedUpstream } from '../harness/scripted-upstream';
import { TcpProxy } from '../harness/tcp-proxy';
import * as answers from '../harness/upstream-answers';
import * as timing from '../harness/upstream-timing';
import {
  HASTY,
  nextLine,
  OEM_KEY,
  PlainServer,
  READS,
  UpstreamBench,
  WRITES,
  type Answer,
  type Exchanged,
} from './upstream-bench';
import { HARMLESS, LATE, LATE_BY_MS, LENIENT, LOST, UNREADABLE } from './upstream-cases';
import { eventually } from '../harness/slow-is-not-wrong';

const MB = 1024 * 1024;

describe('when an answer of Freebit', () => {
  let bench: UpstreamBench;
  let hasty: UpstreamBench;
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown) => unhandled.push(reason);

  beforeAll(async () => {
    process.on('unhandledRejection', onUnhandled);
    await gzippedZeros();
    bench = await UpstreamBench.start(await ScriptedUpstream.start());
    hasty = await UpstreamBench.start(await ScriptedUpstream.start(), { patience: HASTY });
  });
  afterAll(async () => {
    await bench.close();
    await hasty.close();
    process.off('unhandledRejection', onUnhandled);
  });

  async function askAll(answer: Answer, of = bench): Promise<{ reads: Exchanged[]; writes: Exchanged[] }> {
    const [reads, writes]: [Exchanged[], Exchanged[]] = [[], []];
    for (const route of READS) reads.push(await of.exchange(route, answer));
    for (const route of WRITES) writes.push(await of.exchange(route, answer));
    return { reads, writes };
  }

  async function expectProblems(
    answer: Answer,
    read: [number, string],
    write: [number, string],
    of = bench,
  ): Promise<Exchanged[]> {
    const { reads, writes } = await askAll(answer, of);

    for (const { status, code } of reads) expect([status, code]).toEqual(read);
    for (const { status, code, outcome, sent, onFreshSocket } of writes) {
      expect([status, code, outcome]).toEqual([...write, 'unknown']);
      expect({ sent, onFreshSocket }).toEqual({ sent: 1, onFreshSocket: true });
    }
    const all = [...reads, ...writes];
    for (const { text, line } of all) expectNoSecrets(text, line);
    expectNoSecrets(of.log.join(''), ...all.map(({ line }) => line));
    expect(unhandled).toEqual([]);
    expect(await of.isWell()).toBe(true);
    return all;
  }

  function expectNoSecrets(text: string, ...secretLines: string[]): void {
    const authKeys = [bench, hasty].map(({ upstream }) => upstream.authKey);
    for (const secret of [...authKeys, OEM_KEY, ...secretLines.map((line) => line.slice(1))])
      expect(text.includes(secret)).toBe(false);
  }

  it.each([...HARMLESS, ...LENIENT])('%s, it is understood', async (_, answer) => {
    const { reads, writes } = await askAll(answer);

    expect(reads.map(({ status }) => status)).toEqual([200, 200]);
    expect(writes.map(({ status }) => status)).toEqual([201, 200]);
    expect(writes.every(({ sent, onFreshSocket }) => sent === 1 && onFreshSocket)).toBe(true);
  });

  it.each(LENIENT)('%s, a rejection stays a rejection', async (_, answer) => {
    const rejection = { resultCode: '210', status: { message: 'NG', statusCode: '404' } };

    const { reads, writes } = await askAll(() => answer(rejection));

    for (const { status, code } of reads) expect([status, code]).toEqual([404, 'SIM_NOT_FOUND']);
    for (const { status, code, outcome, sent } of writes)
      expect([status, code, outcome, sent]).toEqual([404, 'SIM_NOT_FOUND', 'not_applied', 1]);
  });

  it.each(UNREADABLE)('%s, a read fails and the outcome of a write is unknown', async (_, answer) => {
    await expectProblems(answer, [502, 'UPSTREAM_INVALID_RESPONSE'], [502, 'OUTCOME_UNKNOWN']);
  });

  it.each(LOST)('%s, a read fails and the outcome of a write is unknown', async (_, answer) => {
    await expectProblems(answer, [502, 'UPSTREAM_CONNECTION_LOST'], [504, 'OUTCOME_UNKNOWN']);
  });

  it.each(LATE)('%s, a read fails in time and the outcome of a write is unknown', async (_, answer) => {
    const all = await expectProblems(answer, [504, 'UPSTREAM_TIMEOUT'], [504, 'OUTCOME_UNKNOWN'], hasty);

    expect(Math.max(...all.map(({ ms }) => ms))).toBeLessThan(LATE_BY_MS);
  });

  it.each([301, 302, 303, 307, 308])('is a redirect with %d, it is not followed', async (status) => {
    const elsewhere = await PlainServer.start();

    await expectProblems(
      () => answers.redirect(`http://127.0.0.1:${elsewhere.port}/`, status),
      [502, 'UPSTREAM_INVALID_RESPONSE'],
      [502, 'OUTCOME_UNKNOWN'],
    );

    expect(elsewhere.connections).toBe(0);
    await elsewhere.close();
  });

  it('is a gzip bomb, memory grows by less than fifty mebibytes', async () => {
    await askAll(answers.gzipBomb);
    const before = process.memoryUsage().rss;

    for (let i = 0; i < 5; i++) await askAll(answers.gzipBomb);

    expect((process.memoryUsage().rss - before) / MB).toBeLessThan(50);
  });

  it('cannot be read, the error contains nothing of the request', async () => {
    const account = nextLine();
    bench.upstream.answer(trafficInfo.path, timing.reset());

    const result = await bench.gateway.app.get(FreebitClient).read(trafficInfo, { account });

    const error = result.kind === 'failed' && new FreebitError(trafficInfo.document, result.failure);
    expect(error).toMatchObject({ name: 'FreebitError', failure: { kind: 'connection_lost' } });
    expectNoSecrets(inspect(error, { depth: 9, showHidden: true }), account);
  });

  it('is broken in any way, no connection of a write stays open', async () => {
    const proxy = await TcpProxy.start(Number(new URL(hasty.upstream.url).port));
    const leaky = await UpstreamBench.start(hasty.upstream, {
      baseUrl: `http://127.0.0.1:${proxy.port}`,
      patience: HASTY,
    });
    const few = [HARMLESS[0]!, UNREADABLE[9]!, UNREADABLE[15]!, LOST[1]!, LATE[0]!, LATE[2]!];

    for (const [, answer] of few) for (const route of WRITES) await leaky.exchange(route, answer);

    // The login leaves one connection open for later reads.
    await eventually(() => proxy.connections <= 1);
    await leaky.gateway.close();
    await proxy.close();
  });
});
