import {
  emptyLineRecord,
  lock,
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
const taken = locked(emptyLineRecord, first);

describe('the record of a line', () => {
  it('is taken by one write, which is open from then on', () => {
    expect(lock(emptyLineRecord, first)).toEqual({
      locked: { kind: 'locked' },
      next: {
        version: 1,
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
    expect(prolong(taken, 'me', NOW_MS + 50_000)?.lock?.untilMs).toBe(NOW_MS + 50_000);
    expect(prolong(taken, 'you', NOW_MS + 50_000)).toBeNull();
    expect(prolong({ ...taken, open: [] }, 'me', NOW_MS + 50_000)).toBeNull();
  });

  it('is free, and the write off it, when its owner gives it back', () => {
    expect(unlock(taken, 'me')).toEqual({ version: 2, lock: null, open: [] });
  });

  it('keeps what belongs to a later owner of the same operation when an earlier one gives it back', () => {
    const later = locked(taken, { ...first, owner: 'you', nowMs: first.untilMs, untilMs: first.untilMs + 1 });

    const { lock: held, open } = unlock(later, 'me');

    expect(held?.owner).toBe('you');
    expect(open).toEqual([{ operationId: 'first', owner: 'you', fingerprint: 'content' }]);
  });

  it('counts every change of a lock or of what is open', () => {
    const versions = [taken, prolong(taken, 'me', 0), unlock(taken, 'me')].map((record) => record?.version);

    expect(versions).toEqual([1, 2, 2]);
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
