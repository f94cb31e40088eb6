import fc from 'fast-check';
import { admitLine, emptyLineWindow, mergeLines, parseLineWindow, type LineWindow } from './line-window';

const windowMs = 1_000;
const most = 3;
const request = fc.record({
  line: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  passesMs: fc.integer({ min: 0, max: 400 }),
});

describe('the window of lines', () => {
  it('never lets more different lines begin within a window than it may', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 200 }), (requests) => {
        let window: LineWindow = emptyLineWindow;
        let nowMs = 0;
        const counted: { line: string; atMs: number }[] = [];
        for (const { line, passesMs } of requests) {
          nowMs += passesMs;
          const live = counted.filter(({ atMs }) => atMs + windowMs > nowMs);
          const { verdict, next } = admitLine(window, { line, nowMs, windowMs, most });
          const known = live.some((each) => each.line === line);
          expect(verdict.allowed).toBe(known || live.length < most);
          if (verdict.allowed && !known) counted.push({ line, atMs: nowMs });
          if (!verdict.allowed) expect(verdict.nextMs).toBe(live[0]!.atMs + windowMs - nowMs);
          window = next;
        }
      }),
    );
  });

  it('forgets nothing and counts nothing twice when two are put together', () => {
    const mine = admitLine(emptyLineWindow, { line: 'a', nowMs: 5_000, windowMs, most }).next;
    const both = [mine, admitLine(mine, { line: 'b', nowMs: 5_100, windowMs, most }).next] as const;
    const stored = admitLine(emptyLineWindow, { line: 'b', nowMs: 100, windowMs, most }).next;

    const merged = mergeLines(stored, both[1], { nowMs: 200, theirNowMs: 5_200 });

    expect(merged.lines).toEqual([
      ['a', 1_000],
      ['b', 1_100],
    ]);
  });

  it('lets no line count for ever after a clock was set back', () => {
    const window: LineWindow = { lines: [['a', 1_000_000]] };

    const { verdict } = admitLine(window, { line: 'b', nowMs: 0, windowMs, most: 1 });

    expect(verdict).toEqual({ allowed: false, remaining: 0, nextMs: windowMs });
  });

  it.each([null, '', 'no JSON', '[]', '{"lines":[["a"]]}', '{"lines":{}}', '{"lines":[[1,2]]}'])(
    'reads %p as empty',
    (text) => {
      expect(parseLineWindow(text)).toEqual(emptyLineWindow);
    },
  );
});
