import type { Logger } from './logger';
import { ReportedExporter } from './reported-exporter';

/** An exporter with results from the test, and its log entries. */
function bench() {
  const state: { error: Error | undefined; nowMs: number } = { error: undefined, nowMs: 0 };
  const lines: unknown[][] = [];
  const logger = {
    info: (...line: unknown[]) => lines.push(line),
    warn: (...line: unknown[]) => lines.push(line),
  } as unknown as Logger;
  const inner = {
    export: (_: unknown, done: (result: { code: number; error?: Error }) => void) =>
      done(state.error ? { code: 1, error: state.error } : { code: 0 }),
    shutdown: () => Promise.resolve(),
  };
  const outside = (tell: () => void) => tell();
  const exporter = new ReportedExporter(inner, logger, outside, () => state.nowMs);
  const send = (error?: Error, atMs = state.nowMs) => {
    Object.assign(state, { error, nowMs: atMs });
    const done = jest.fn();
    exporter.export([], done);
    return done;
  };
  return { lines, send };
}

const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:4318'), { code: 'ECONNREFUSED' });
const DROPPED = [{ reason: 'ECONNREFUSED' }, 'traces do not reach the collector and are dropped'];
const AGAIN = ['traces reach the collector again'];

describe('an exporter whose failures are logged', () => {
  it('passes the result on, and logs nothing while it succeeds', () => {
    const { lines, send } = bench();

    expect(send()).toHaveBeenCalledWith({ code: 0 });
    expect(send(refused)).toHaveBeenCalledWith({ code: 1, error: refused });
    expect(lines).toHaveLength(1);
  });

  it('logs once that spans are dropped, and once that they arrive again', () => {
    const { lines, send } = bench();

    for (const error of [refused, refused, undefined, undefined]) send(error);

    expect(lines).toEqual([DROPPED, AGAIN]);
  });

  it('logs at most one outage a minute', () => {
    const { lines, send } = bench();

    for (let ms = 0; ms < 60_000; ms += 1_000) send(ms % 2_000 === 0 ? refused : undefined, ms);
    expect(lines).toEqual([DROPPED, AGAIN]);
    send(refused, 60_000);
    expect(lines).toEqual([DROPPED, AGAIN, DROPPED]);
  });

  it('logs nothing of the answer of the collector', () => {
    const { lines, send } = bench();

    send(Object.assign(new Error('hush'), { name: 'OTLPExporterError', code: 401, data: 'hush' }));

    expect(lines).toEqual([[{ reason: '401' }, DROPPED[1]]]);
  });
});
