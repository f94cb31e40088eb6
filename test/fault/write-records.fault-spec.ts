import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { GatewayProcess } from '../harness/gateway-process';
import { keyOf } from '../harness/test-client';
import { eventually, promisedMs } from '../harness/slow-is-not-wrong';
import { ADD_QUOTA, WriteBench } from './write-bench';

const REFERENCE = 'marker-reference-4711';
const MAIN = resolve(__dirname, '../../dist/main.js');

interface AuditLine {
  readonly audit: string;
  readonly time: string;
  readonly operationId: string;
}

describe('the records that a write leaves', () => {
  let dir: string;
  let bench: WriteBench;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'fbgw-traces-'));
    bench = await WriteBench.start(1, dir);
  });
  afterAll(async () => {
    await bench.close();
    await rm(dir, { recursive: true, force: true });
  });

  const auditOf = (operationId: string | undefined, { logs }: GatewayProcess = bench.fleet.at(0)) =>
    (logs as unknown as AuditLine[]).filter((one) => 'audit' in one && one.operationId === operationId);

  /** A gateway whose standard output is the file that the statement opens. */
  const gatewayOn = async (statement: string): Promise<GatewayProcess> => {
    const entry = join(dir, `${randomUUID()}.js`);
    const script = `const fs = require('node:fs'); fs.closeSync(1); ${statement}; require(${JSON.stringify(MAIN)});`;
    await writeFile(entry, script);
    return bench.another({ entry });
  };

  it('are an audit intent before it is sent and an outcome after it has ended, both masked', async () => {
    const [line, key] = [bench.line(), randomUUID()];
    bench.freebit.faults.slow(50, ADD_QUOTA);
    const { body } = await bench.add(line, key, { body: { reference: REFERENCE } });
    await bench.add(line, key, { body: { reference: REFERENCE } });
    await eventually(() => auditOf(body.operationId).length > 1);

    const [intent, outcome, ...more] = auditOf(body.operationId);

    const common = {
      operationId: body.operationId,
      type: 'quota_addition',
      line: `080****${line.slice(-4)}`,
    };
    const [sent] = bench.freebit.journal.entries({ account: line });
    expect(intent).toMatchObject({ audit: 'intent', ...common });
    expect(outcome).toMatchObject({ audit: 'outcome', outcome: 'applied', ...common });
    expect(more).toEqual([]);
    expect(Date.parse(intent!.time)).toBeLessThanOrEqual(Date.parse(sent!.at));
    expect(Date.parse(outcome!.time)).toBeGreaterThanOrEqual(Date.parse(sent!.at) + 45);
    expect(bench.fleet.lines.join('\n')).not.toMatch(new RegExp(`${line.slice(1)}|${REFERENCE}|${key}`));
  });

  it.each([
    ['unknown', 'OUTCOME_UNKNOWN', () => bench.freebit.faults.hangUp(ADD_QUOTA)],
    ['refused', 'QUOTA_ADDITION_NOT_ALLOWED', () => bench.freebit.faults.code(234, ADD_QUOTA)],
    ['not_applied', 'OPERATION_IN_PROGRESS', () => bench.freebit.faults.code(230, ADD_QUOTA)],
  ])('report the outcome %s with the code %s', async (outcome, code, fail) => {
    fail();
    const { body } = await bench.add(bench.line(), randomUUID());

    await eventually(() => auditOf(body.operationId).length > 1);

    expect(auditOf(body.operationId).at(-1)).toMatchObject({ audit: 'outcome', outcome, code });
  });

  it('show who resolved an unknown write, and how', async () => {
    bench.freebit.faults.hangUp(ADD_QUOTA);
    const { body } = await bench.add(bench.line(), randomUUID());
    const { url } = bench.fleet.at(0);
    await fetch(`${url}/operations/${body.operationId}/resolution`, {
      method: 'POST',
      headers: { ...keyOf(), 'Content-Type': 'application/json', 'X-On-Behalf-Of': 'bert' },
      body: JSON.stringify({ outcome: 'applied', attempt: 1, note: 'seen for 09012345678' }),
    });

    await eventually(() => auditOf(body.operationId).length > 2);

    const last = auditOf(body.operationId).at(-1);
    expect(last).toMatchObject({
      ...{ audit: 'resolution', onBehalfOf: 'bert', requestId: expect.any(String) },
      ...{ outcome: 'applied', note: 'seen for 090****5678' },
    });
  });

  it('are required for sending: a full disk makes the write fail', async () => {
    const gateway = await gatewayOn("fs.openSync('/dev/full', 'w')");
    const line = bench.line();

    const { status, body } = await bench.add(line, randomUUID(), { at: gateway });

    await gateway.kill();
    expect([status, body.code]).toEqual([503, 'AUDIT_UNAVAILABLE']);
    expect(bench.freebit.journal.entries({ account: line })).toEqual([]);
  });

  it('are required for sending: a stopped reader makes the write fail, and gets every line later', async () => {
    const pipe = join(dir, 'pipe');
    execFileSync('/usr/bin/mkfifo', [pipe]);
    const fill = "try { for (;;) fs.writeSync(1, '\\n'.repeat(512)) } catch {}";
    const flags = constants.O_RDWR | constants.O_NONBLOCK;
    const gateway = await gatewayOn(`fs.openSync(${JSON.stringify(pipe)}, ${flags}); ${fill}`);
    const [line, key] = [bench.line(), randomUUID()];

    const refused = await bench.add(line, key, { at: gateway });
    const sentWhileBlocked = bench.freebit.journal.entries({ account: line }).length;
    const reader = await open(pipe, flags);
    let text = '';
    const drain = async (): Promise<string> => {
      const { bytesRead, buffer } = await reader
        .read(Buffer.alloc(65_536))
        .catch(() => ({ bytesRead: 0, buffer: Buffer.alloc(0) }));
      return (text += buffer.toString('utf8', 0, bytesRead));
    };
    await eventually(async () => (await drain()).includes('"outcome"'));
    const accepted = await bench.add(line, key, { at: gateway });
    await eventually(async () => (await drain()).includes('"applied"'));

    await reader.close();
    await gateway.kill();
    const lines = text.split('\n').filter((one) => one !== '');
    expect([refused.status, refused.body.code]).toEqual([503, 'AUDIT_UNAVAILABLE']);
    expect(refused.ms).toBeLessThan(promisedMs(2_500));
    expect([sentWhileBlocked, accepted.status]).toEqual([0, 201]);
    expect(lines.map((one) => (JSON.parse(one) as AuditLine).audit)).toEqual([
      'intent',
      'outcome',
      'intent',
      'outcome',
    ]);
  });

  it('contain no number, reference or key in clear in Redis', async () => {
    const [line, key] = [bench.line(), `marker-key-${randomUUID()}`];
    await bench.add(line, key, { body: { reference: REFERENCE } });
    bench.freebit.faults.hangUp(ADD_QUOTA);
    await bench.add(line, `${key}-2`, { body: { reference: REFERENCE } });

    const files = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    );
    const stored = await Promise.all(files.map((one) => readFile(join(one.parentPath, one.name), 'latin1')));

    const all = stored.join('\n');
    expect(all).toContain('quota_addition');
    expect(all).not.toContain(line.slice(1));
    expect(all).not.toContain(REFERENCE);
    expect(all).not.toContain('marker-key');
  });
});
