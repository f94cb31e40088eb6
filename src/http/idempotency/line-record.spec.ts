import {
  isBusy,
  isHeld,
  lock,
  newLineRecord,
  parseLineRecord,
  prolong,
  unlock,
  type LineRecord,
  type LockRequest,
} from './line-record';

const NOW_MS = 1_770_000_000_000;
const first: LockRequest = {
  operationId: 'first',
  owner: 'me',
  fingerprint: 'content',
  untilMs: NOW_MS + 12_000,
  nowMs: NOW_MS,
};
const second: LockRequest = { ...first, operationId: 'second', owner: 'you', fingerprint: 'other content' };
const equal: LockRequest = { ...second, fingerprint: 'content' };

const locked = (record: LineRecord, request: LockRequest): LineRecord => lock(record, request).next;
const fresh = newLineRecord(NOW_MS);
const taken = locked(fresh, first);

describe('the record of a line', () => {
  it('is taken by one write, which is open from then on', () => {
    expect(lock(fresh, first)).toEqual({
      locked: { kind: 'locked' },
      next: {
        version: NOW_MS + 1,
        lock: { operationId: 'first', owner: 'me', untilMs: NOW_MS + 12_000 },
        open: [{ operationId: 'first', owner: 'me', fingerprint: 'content' }],
      },
    });
  });

  it('keeps another write waiting, and is left as it is', () => {
    expect(lock(taken, second)).toEqual({ locked: { kind: 'busy' }, next: taken });
  });

  it('keeps also another owner of the same operation waiting: one of the two may be sending', () => {
    expect(lock(taken, { ...first, owner: 'you' }).locked.kind).toBe('busy');
  });

  it('goes to the next write when the lease is over, and both are open', () => {
    const { locked: told, next } = lock(taken, { ...second, nowMs: first.untilMs });

    expect(told.kind).toBe('locked');
    expect(next.open.map(({ operationId }) => operationId)).toEqual(['first', 'second']);
  });

  it('takes an absurdly long lease for one that is over, because the clock was set back', () => {
    expect(lock(taken, { ...second, nowMs: NOW_MS - 3_600_000 }).locked.kind).toBe('locked');
  });

  it('names an equal write that is open, even when no write is running', () => {
    const left = { ...taken, lock: null };

    expect(lock(left, equal)).toEqual({
      locked: { kind: 'suspect', write: { operationId: 'first', owner: 'me', fingerprint: 'content' } },
      next: left,
    });
  });

  it('is kept only by the one who has it', () => {
    const lease = { nowMs: NOW_MS, untilMs: NOW_MS + 50_000 };

    expect(prolong(taken, 'me', lease)?.lock?.untilMs).toBe(NOW_MS + 50_000);
    expect(prolong(taken, 'you', lease)).toBeNull();
    expect(prolong({ ...taken, open: [] }, 'me', lease)).toBeNull();
  });

  it('is free, and the write off it, when its owner gives it back', () => {
    expect(unlock(taken, 'me', NOW_MS)).toEqual({ version: NOW_MS + 2, lock: null, open: [] });
  });

  it('is left as it is when it is given back again', () => {
    const given = unlock(taken, 'me', NOW_MS);

    expect(unlock(given, 'me', NOW_MS + 1)).toBe(given);
  });

  it('keeps what belongs to a later owner of the same operation when an earlier one gives it back', () => {
    const later = locked(taken, { ...first, owner: 'you', nowMs: first.untilMs, untilMs: first.untilMs + 1 });

    const { lock: held, open } = unlock(later, 'me', NOW_MS);

    expect(held?.owner).toBe('you');
    expect(open).toEqual([{ operationId: 'first', owner: 'you', fingerprint: 'content' }]);
  });

  it('has another version after every change, also within one millisecond', () => {
    const lease = { nowMs: NOW_MS, untilMs: NOW_MS + 50_000 };

    const prolonged = prolong(taken, 'me', lease)!;
    const given = unlock(prolonged, 'me', NOW_MS);

    expect([fresh, taken, prolonged, given].map(({ version }) => version - NOW_MS)).toEqual([0, 1, 2, 3]);
  });

  it('has no version again that it had before it was forgotten, or before the clock was set back', () => {
    const setBack = unlock(taken, 'me', NOW_MS - 3_600_000);

    expect(setBack.version).toBeGreaterThan(taken.version);
    expect(newLineRecord(NOW_MS + 10).version).toBeGreaterThan(setBack.version);
  });

  it('is busy from before a write is sent until its end is known, however long that takes', () => {
    const later = first.untilMs;

    expect(isBusy(fresh, NOW_MS)).toBe(false);
    expect([NOW_MS, later].map((nowMs) => isBusy(taken, nowMs))).toEqual([true, true]);
    expect(isBusy(unlock(taken, 'me', NOW_MS), NOW_MS)).toBe(false);
    expect([NOW_MS, later].map((nowMs) => isHeld(taken, nowMs))).toEqual([true, false]);
  });

  it('is busy with a write of unknown outcome for as long as its lease, and with any other beside it', () => {
    const both = locked(taken, { ...second, nowMs: first.untilMs, untilMs: first.untilMs + 1 });
    const isUnknown = ({ owner }: { owner: string }) => owner === 'me';

    expect(isBusy(taken, NOW_MS, isUnknown)).toBe(true);
    expect(isBusy(taken, first.untilMs, isUnknown)).toBe(false);
    expect(isBusy(both, first.untilMs + 1, isUnknown)).toBe(true);
  });

  it('survives being written down', () => {
    expect(parseLineRecord(JSON.stringify(taken))).toEqual(taken);
  });

  it.each(['', 'null', '[]', '{}', '7', '"x"', '{"version":1}', '{"open":[]}', '{"version":"1","open":[]}'])(
    'is not found in %j',
    (text) => {
      expect(parseLineRecord(text)).toBeUndefined();
    },
  );
});
