import fc from 'fast-check';
import { put, readRecord } from '../store/records';
import { UnreadableRecordError } from '../store/store';
import {
  hasUnknown,
  isBusy,
  isKeptFor,
  keep,
  lineForm,
  lineKey,
  lock,
  noteToldUnknown,
  release,
  type LineRecord,
  type OpenWrite,
} from './line-record';

const NOW_MS = 1_770_000_000_000;
const HOUR_MS = 3_600_000;
const untilMs = NOW_MS + 12_000;
const lease = { nowMs: NOW_MS, untilMs: NOW_MS + 50_000 };

const first: OpenWrite = {
  ...{ operationId: 'first', owner: 'me', fingerprint: 'content', state: 'reserved' },
  ...{ untilMs, toldUnknown: false },
};
const second: OpenWrite = { ...first, operationId: 'second', owner: 'you', fingerprint: 'other content' };
const equal: OpenWrite = { ...second, fingerprint: 'content' };

function locked(record: LineRecord | null, request: OpenWrite, nowMs = NOW_MS): LineRecord {
  const told = lock(record, request, nowMs);
  if (told.kind !== 'locked') throw new Error(told.kind);
  return told.next;
}

const taken = locked(null, first);
const sent = () => keep(taken, 'me', lease)!;
const unknown = () => release(sent(), 'me', { nowMs: NOW_MS, unknown: true })!;

describe('a line', () => {
  it('is locked by one write, which is open from then on', () => {
    expect(taken).toEqual({
      version: NOW_MS,
      lock: { operationId: 'first', owner: 'me', untilMs },
      open: [first],
    });
  });

  it('makes another write wait, and names the operation that has the lock', () => {
    expect(lock(taken, second, NOW_MS)).toEqual({ kind: 'busy', operationId: 'first' });
  });

  it('makes another attempt of the same operation wait', () => {
    expect(lock(taken, { ...first, owner: 'you' }, NOW_MS).kind).toBe('busy');
  });

  it('can be locked again by the attempt that has the lock', () => {
    expect(locked(taken, first).open).toEqual([first]);
  });

  it('is free for the next write when a reservation has expired, which is then removed', () => {
    const next = locked(taken, { ...second, untilMs: untilMs + 1 }, untilMs);

    expect(next.lock?.operationId).toBe('second');
    expect(next.open.map(({ operationId }) => operationId)).toEqual(['second']);
  });

  it('is free for the next write when the lease of a sent one is over, and both stay open', () => {
    const next = locked(sent(), { ...second, untilMs: lease.untilMs + 1 }, lease.untilMs);

    expect(next.open.map(({ operationId }) => operationId)).toEqual(['first', 'second']);
  });

  it('treats a lease of hours as over, because the clock was set back', () => {
    expect(lock(taken, second, NOW_MS - HOUR_MS).kind).toBe('locked');
  });
});

describe('an equal write', () => {
  it.each<[string, LineRecord, number]>([
    ['is unknown', unknown(), NOW_MS],
    ['was sent by a process that has died', sent(), lease.untilMs],
    [
      'was reported to its caller as unknown and may still get its answer',
      noteToldUnknown(sent(), 'me')!,
      NOW_MS,
    ],
  ])('is refused with the id of the first when that %s', (_, record, nowMs) => {
    expect(lock(record, equal, nowMs)).toEqual({ kind: 'previous_unknown', operationId: 'first' });
  });

  it('waits while the first is running', () => {
    expect(lock(sent(), equal, NOW_MS).kind).toBe('busy');
  });

  it('is not blocked if it is the same operation, or has other content', () => {
    const free = { ...unknown(), lock: null };

    expect(lock(free, { ...first, owner: 'you' }, NOW_MS).kind).toBe('locked');
    expect(lock(free, second, NOW_MS).kind).toBe('locked');
  });
});

describe('the lock of a line', () => {
  it('can be kept only by its owner', () => {
    expect(sent().lock).toEqual({ operationId: 'first', owner: 'me', untilMs: lease.untilMs });
    expect(sent().open).toEqual([{ ...first, state: 'sent', untilMs: lease.untilMs }]);
    expect(keep(taken, 'you', lease)).toBeNull();
    expect(keep({ ...taken, lock: null }, 'me', lease)).toBeNull();
    expect(keep(null, 'me', lease)).toBeNull();
  });

  it('does not affect other open writes', () => {
    const both = { ...taken, open: [first, second] };

    expect(keep(both, 'me', lease)?.open[1]).toEqual(second);
    expect(noteToldUnknown(both, 'you')?.open.map(({ toldUnknown }) => toldUnknown)).toEqual([false, true]);
    expect(noteToldUnknown(null, 'you')).toBeNull();
    expect(release(both, 'me', { nowMs: NOW_MS, unknown: true })?.open[1]).toEqual(second);
  });

  it('is released, and the write is no longer open, when it has a known outcome', () => {
    expect(release(sent(), 'me', { nowMs: NOW_MS, unknown: false })).toEqual({
      version: sent().version + 1,
      lock: null,
      open: [],
    });
  });

  it('stays until the lease is over when the outcome is unknown', () => {
    expect(unknown().lock).toEqual(sent().lock);
    expect(unknown().open).toEqual([{ ...first, state: 'unknown', untilMs: lease.untilMs }]);
    expect(isBusy(unknown(), NOW_MS)).toBe(true);
    expect(isBusy(unknown(), lease.untilMs)).toBe(false);
    expect(isBusy({ ...taken, lock: null }, NOW_MS)).toBe(false);
  });

  it('cannot be released by another attempt', () => {
    const both = { ...taken, open: [first, { ...second, state: 'unknown' as const }] };

    expect(release(taken, 'you', { nowMs: NOW_MS, unknown: false })).toBeNull();
    expect(release(null, 'you', { nowMs: NOW_MS, unknown: false })).toBeNull();
    expect(release(both, 'you', { nowMs: NOW_MS, unknown: false })).toMatchObject({
      lock: taken.lock,
      open: [first],
    });
  });

  it('belongs to the attempt that was sent last', () => {
    expect(isKeptFor(sent(), 'me')).toBe(true);
    expect(isKeptFor(sent(), 'you')).toBe(false);
    expect(isKeptFor({ ...sent(), lock: null }, 'me')).toBe(false);
  });
});

it('a line shows whether a write may have been applied without a known outcome', () => {
  const mixed = { ...taken, open: [first, ...unknown().open] };

  expect([taken, { ...taken, open: [] }].map(hasUnknown)).toEqual([false, false]);
  expect([sent(), unknown(), mixed].map(hasUnknown)).toEqual([true, true, true]);
});

describe('the version of a line', () => {
  it('changes with every change of the line, even within one millisecond', () => {
    const given = release(sent(), 'me', { nowMs: NOW_MS, unknown: false })!;

    expect([taken, sent(), given].map(({ version }) => version - NOW_MS)).toEqual([0, 1, 2]);
  });

  it('never goes back, after any changes in any order with any clock', () => {
    const step = fc.record({
      act: fc.constantFrom('lock', 'keep', 'end', 'leave'),
      write: fc.constantFrom(first, second, equal),
      aheadMs: fc.integer({ min: -HOUR_MS, max: HOUR_MS }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let line: LineRecord | null = null;
        for (const { act, write, aheadMs } of steps) {
          const nowMs = NOW_MS + aheadMs;
          const until = { nowMs, untilMs: nowMs + 12_000 };
          const told = lock(line, { ...write, untilMs: nowMs + 12_000 }, nowMs);
          const next: LineRecord | null =
            act === 'lock'
              ? told.kind === 'locked'
                ? told.next
                : null
              : act === 'keep'
                ? keep(line, write.owner, until)
                : release(line, write.owner, { nowMs, unknown: act === 'leave' });
          if (next && line) expect(next.version).toBeGreaterThan(line.version);
          line = next ?? line;
        }
      }),
    );
  });
});

describe('a stored line', () => {
  it('has its record under its own name', () => {
    expect(lineKey('pseudonym')).toBe('line:pseudonym');
  });

  it('is read as it was written', () => {
    expect(readRecord(put('key', taken, lineForm).next, lineForm)).toMatchObject(taken);
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"v":1,"version":1}',
    '{"v":1,"open":[]}',
    '{"v":2,"version":1,"open":[]}',
  ])('cannot be read from %j', (text) => {
    expect(() => readRecord(text, lineForm)).toThrow(UnreadableRecordError);
  });

  it('is kept for ever while a write on it is open, and for a day after', () => {
    expect(lineForm.ttlMs(taken)).toBeUndefined();
    expect(lineForm.ttlMs({ ...taken, open: [] })).toBe(24 * HOUR_MS);
  });
});
