import { execFileSync } from 'node:child_process';
import { Metrics } from './metrics';
import { Output } from './output';

/** Accepted remarks of promtool's linter, with the reasons. */
const REMARKS: readonly RegExp[] = [
  // Names of prom-client's own metrics about the process and Node.
  /^(nodejs|process)_/,
];

describe('the metrics', () => {
  it('pass the linter of Prometheus, except for accepted remarks', async () => {
    const metrics = new Metrics();
    metrics.watch(undefined);
    metrics.answered({ method: 'GET', route: '/x', status: 200, client: 'none', seconds: 0.1 });

    const remarks = lint(await metrics.read());

    expect(remarks.filter((remark) => !REMARKS.some((known) => known.test(remark)))).toEqual([]);
  });

  it('count an answer by route and by client, and measure its time', async () => {
    const metrics = new Metrics();
    const answer = { method: 'GET', route: '/sims/:msisdn', status: 200, client: 'portal' };
    metrics.answered({ ...answer, seconds: 0.02 });
    metrics.answered(answer);

    const text = await metrics.read();

    expect(text).toContain('http_requests_total{method="GET",route="/sims/:msisdn",status="200"} 2');
    expect(text).toContain(
      'http_request_duration_seconds_count{method="GET",route="/sims/:msisdn",status="200"} 1',
    );
    expect(text).toContain('client_requests_total{client="portal",status="200"} 2');
  });

  it('name at most a hundred dropped fields, and none that could be a number', async () => {
    const metrics = new Metrics();
    for (let index = 0; index < 150; index++) metrics.droppedField(`field${index}`);
    metrics.droppedField('f09012345678');

    const text = await metrics.read();

    expect(text.match(/^freebit_dropped_fields_total\{/gm)).toHaveLength(101);
    expect(text).toContain('freebit_dropped_fields_total{field="other"} 51');
    expect(text).not.toContain('09012345678');
  });

  it('contain the version, but nothing about a store that was never checked', async () => {
    const text = await new Metrics().read();

    expect(text).toMatch(/^freebit_gateway_build_info\{version="\d+\.\d+\.\d+",node="v\d+/m);
    expect(text).not.toMatch(/^store_(up|replicas) /m);
  });

  it('show whether audit lines can be written, and how many log lines were dropped', async () => {
    const output = new Output(() => undefined);
    const metrics = new Metrics();
    metrics.watch(output);
    for (let index = 0; index < 3; index++) output.write('x'.repeat(600_000));

    const text = await metrics.read();

    expect(text).toContain('audit_available 1');
    expect(text).toContain(`log_lines_dropped_total ${output.dropped}`);
    expect(output.dropped).toBeGreaterThan(0);
  });

  it('report once that limits were decided without the other replicas', async () => {
    const metrics = new Metrics();
    metrics.limitsDecidedLocally.inc({ limit: 'rate' });

    expect([await metrics.limitsAreLocal(), await metrics.limitsAreLocal()]).toEqual([true, false]);
  });
});

function lint(text: string): string[] {
  try {
    execFileSync('promtool', ['check', 'metrics'], { input: text, stdio: ['pipe', 'ignore', 'pipe'] });
    return [];
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    if (stderr === undefined) throw error;
    return stderr.toString().split('\n').filter(Boolean);
  }
}
