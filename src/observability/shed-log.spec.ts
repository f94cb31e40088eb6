import { Writable } from 'node:stream';
import { createLogger } from './logger';
import { Metrics } from './metrics';
import { ShedLog } from './shed-log';

describe('the log of shed requests', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('has at most one entry a second for each reason, and none if nothing was shed', async () => {
    const lines: Record<string, unknown>[] = [];
    const write = (chunk: Buffer, _encoding: string, done: () => void) => {
      lines.push(JSON.parse(chunk.toString()));
      done();
    };
    const metrics = new Metrics();
    const log = new ShedLog(createLogger('info', new Writable({ write })), metrics);
    for (let i = 0; i < 5_000; i++) log.shed('event_loop');
    log.shed('in_flight');
    expect(lines).toEqual([]);

    jest.advanceTimersByTime(5_000);

    expect(lines).toMatchObject([
      { level: 'warn', reason: 'event_loop', count: 5_000, msg: 'requests shed' },
      { level: 'warn', reason: 'in_flight', count: 1 },
    ]);
    log.shed('in_flight');
    jest.advanceTimersByTime(1_000);
    expect(lines.at(-1)).toMatchObject({ reason: 'in_flight', count: 1 });
    const text = await metrics.read();
    expect(text).toMatch(/^shed_total\{reason="event_loop"\} 5000$/m);
    expect(text).toMatch(/^shed_total\{reason="in_flight"\} 2$/m);
  });
});
