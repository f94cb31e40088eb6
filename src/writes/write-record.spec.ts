import fc from 'fast-check';
import { readRecord, put } from '../store/records';
import { leaseHolds } from '../lines/line-record';
import { UnreadableRecordError } from '../store/store';
import {
  finish,
  markSent,
  resolve,
  stateAt,
  tellUnknown,
  writeForm,
  type Resolution,
  type WriteRecord,
} from './write-record';

const NOW_MS = 1_770_000_000_000;
const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60_000;
const states = ['reserved', 'sent', 'applied', 'refused', 'not_applied', 'unknown'] as const;
const ended = ['applied', 'refused', 'not_applied', 'unknown'] as const;

function record(changes: Partial<WriteRecord> = {}): WriteRecord {
  return {
    ...{ state: 'reserved', attempt: 1, owner: 'me', leaseUntilMs: NOW_MS + 12_000, fingerprint: 'content' },
    ...{ caller: 'portal', type: 'quota_addition', line: 'pseudonym', details: 'sealed', answer: null },
    ...{ toldUnknown: false, createdAt: '2026-02-05T07:26:46Z', sentAt: null, endedAt: null },
    ...{ resolution: null, ...changes },
  };
}

function found(changes: Partial<Resolution> = {}): Resolution {
  return {
    ...{ outcome: 'applied', attempt: 1, by: 'person', note: null, at: '2026-02-05T08:00:00Z' },
    ...changes,
  };
}

describe('a lease', () => {
  it.each([
    [1, true],
    [10 * MINUTE_MS, true],
    [0, false],
    [-1, false],
    // The clock was set back: no lease is ever this long.
    [10 * MINUTE_MS + 1, false],
  ])('that ends in %d ms holds: %s', (forMs, holds) => {
    expect(leaseHolds(NOW_MS + forMs, NOW_MS)).toBe(holds);
  });
});

describe('the state of a record', () => {
  it.each(states)('stays %s as long as its lease holds', (state) => {
    expect(stateAt(record({ state }), NOW_MS)).toBe(state);
  });

  it.each([
    ['reserved', 'not_applied'],
    ['sent', 'unknown'],
    ['applied', 'applied'],
    ['refused', 'refused'],
    ['not_applied', 'not_applied'],
    ['unknown', 'unknown'],
  ] as const)('changes from %s to %s when its lease is over', (state, later) => {
    expect(stateAt(record({ state, leaseUntilMs: NOW_MS }), NOW_MS)).toBe(later);
  });
});

describe('the fence before the first byte', () => {
  const lease = { nowMs: NOW_MS, untilMs: NOW_MS + 50_000, sentAt: '2026-02-05T07:26:47Z' };

  it('lets the owner of a reservation through, with a new lease', () => {
    expect(markSent(record(), 'me', lease)).toEqual(
      record({ state: 'sent', leaseUntilMs: NOW_MS + 50_000, sentAt: '2026-02-05T07:26:47Z' }),
    );
  });

  it.each<readonly [string, WriteRecord | null]>([
    ['a missing record', null],
    ['the reservation of another attempt', record({ owner: 'you' })],
    ['a reservation whose lease is over', record({ leaseUntilMs: NOW_MS })],
    ...states
      .filter((state) => state !== 'reserved')
      .map((state) => [`a record that is ${state}`, record({ state })] as const),
  ])('stops %s', (_, before) => {
    expect(markSent(before, 'me', lease)).toBeNull();
  });
});

describe('the end of an attempt', () => {
  const end = (state: (typeof ended)[number]) => ({
    state,
    answer: 'answer',
    endedAt: '2026-02-05T07:27:00Z',
  });
  const table = states.flatMap((from) => ended.map((to) => ({ from, to })));

  it.each(table)('from $from to $to is allowed only if it states an outcome', ({ from, to }) => {
    const isOpen = from === 'sent' || from === 'unknown';
    const isReleased = from === 'reserved' && to === 'not_applied';
    const isAllowed = isOpen || isReleased || from === to;

    const next = finish(record({ state: from }), 'me', end(to));

    expect(next).toEqual(isAllowed ? record({ ...end(to) }) : null);
  });

  it.each(table)('from $from to $to can be recorded only by its owner', ({ from, to }) => {
    expect(finish(record({ state: from, owner: 'you' }), 'me', end(to))).toBeNull();
    expect(finish(null, 'me', end(to))).toBeNull();
  });

  it('may be recorded after the lease of a sent attempt is over', () => {
    const late = record({ state: 'sent', leaseUntilMs: NOW_MS - DAY_MS });

    expect(finish(late, 'me', end('applied'))?.state).toBe('applied');
  });

  it('does not change a finding about this attempt', () => {
    const settled = record({ state: 'not_applied', resolution: found({ outcome: 'not_applied' }) });

    expect(finish(settled, 'me', end('not_applied'))).toBeNull();
  });

  it('may follow a finding about an earlier attempt', () => {
    const second = record({ state: 'sent', attempt: 2, resolution: found({ outcome: 'not_applied' }) });

    expect(finish(second, 'me', end('applied'))).toEqual({ ...second, ...end('applied') });
  });
});

describe('the report to the caller that the outcome is unknown', () => {
  it('is recorded while the attempt continues', () => {
    const sent = record({ state: 'sent' });

    expect(tellUnknown(sent, 'me', 'answer')).toEqual({ ...sent, toldUnknown: true, answer: 'answer' });
  });

  it.each(states.filter((state) => state !== 'sent'))('changes nothing when the record is %s', (state) => {
    expect(tellUnknown(record({ state }), 'me', 'answer')).toBeNull();
  });

  it('changes nothing for another attempt or a missing record', () => {
    expect(tellUnknown(record({ state: 'sent', owner: 'you' }), 'me', 'answer')).toBeNull();
    expect(tellUnknown(null, 'me', 'answer')).toBeNull();
  });
});

describe('a finding', () => {
  const end = { nowMs: NOW_MS, appliedAnswer: 'success' };
  const unknown = record({ state: 'unknown', answer: 'unknown' });
  const expired = record({ state: 'sent', leaseUntilMs: NOW_MS });

  it.each([
    ['an unknown write', unknown],
    ['one that was sent by a process that has died', expired],
  ])('gives %s its outcome', (_, before) => {
    const applied = found();
    const notApplied = found({ outcome: 'not_applied' });
    const { at: endedAt } = applied;

    expect(resolve(before, applied, end)).toEqual(
      record({ ...before, state: 'applied', answer: 'success', endedAt, resolution: applied }),
    );
    expect(resolve(before, notApplied, end)).toEqual(
      record({ ...before, state: 'not_applied', answer: null, endedAt, resolution: notApplied }),
    );
  });

  it.each(states.filter((state) => state !== 'unknown'))('does not change a write that is %s', (state) => {
    expect(resolve(record({ state }), found(), end)).toBeNull();
  });

  it('does not change another attempt or a missing record', () => {
    expect(resolve({ ...unknown, attempt: 2 }, found({ attempt: 1 }), end)).toBeNull();
    expect(resolve({ ...unknown, attempt: 2 }, found({ attempt: 3 }), end)).toBeNull();
    expect(resolve(null, found(), end)).toBeNull();
  });
});

describe('a stored write', () => {
  const TTL_MS = DAY_MS;
  const form = writeForm(TTL_MS);
  const text = (changes: object) => JSON.stringify({ v: 1, ...record(), ...changes });

  it.each(states)('is read as it was written when it is %s', (state) => {
    const written = put('key', record({ state }), form).next;

    expect(readRecord(written, form)).toMatchObject(record({ state }));
  });

  it.each([
    { v: 2 },
    { state: 'SENT' },
    { state: undefined },
    { attempt: '1' },
    { owner: 7 },
    { leaseUntilMs: '1770000000000' },
    { fingerprint: null },
    { details: undefined },
  ])('cannot be read with a wrong field: %j', (wrong) => {
    expect(() => readRecord(text(wrong), form)).toThrow(UnreadableRecordError);
  });

  it.each<[string, Partial<WriteRecord>, number | undefined]>([
    ['for ever when it was sent', { state: 'sent' }, undefined],
    ['for ever when it is unknown', { state: 'unknown' }, undefined],
    ['for replays when it is applied', { state: 'applied' }, TTL_MS],
    ['for replays when it is refused', { state: 'refused' }, TTL_MS],
    ['for replays when it is reserved', { state: 'reserved' }, TTL_MS],
    ['for ten minutes when its key is free', { state: 'not_applied' }, 10 * MINUTE_MS],
    ['for 30 days after a second attempt', { state: 'not_applied', attempt: 2 }, 30 * DAY_MS],
    ['for 30 days after a finding', { state: 'not_applied', resolution: found() }, 30 * DAY_MS],
  ])('is kept %s', (_, changes, ttlMs) => {
    expect(form.ttlMs(record(changes))).toBe(ttlMs);
  });

  it('is kept for replays after a finding if that is longer than 30 days', () => {
    const longer = 40 * DAY_MS;

    expect(writeForm(longer).ttlMs(record({ state: 'not_applied', attempt: 2 }))).toBe(longer);
  });
});

/** Everything that processes and people may try, in any order, at any time, late or repeated. */
describe('a record, after any sequence of events,', () => {
  type Step =
    | { readonly kind: 'reserve' | 'send' | 'tell'; readonly owner: string }
    | { readonly kind: 'end'; readonly owner: string; readonly state: (typeof ended)[number] }
    | { readonly kind: 'find'; readonly attempt: number; readonly outcome: Resolution['outcome'] }
    | { readonly kind: 'wait'; readonly ms: number };
  const owners = fc.constantFrom('a', 'b', 'c');
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ kind: fc.constantFrom('reserve', 'send', 'tell'), owner: owners }),
    fc.record({ kind: fc.constant('end'), owner: owners, state: fc.constantFrom(...ended) }),
    fc.record({
      kind: fc.constant('find'),
      attempt: fc.integer({ min: 1, max: 3 }),
      outcome: fc.constantFrom('applied', 'not_applied'),
    }),
    fc.record({ kind: fc.constant('wait'), ms: fc.integer({ min: 1, max: 40_000 }) }),
  );

  /** Like the write path: reserves if there is no record, or a record with `not_applied`. */
  function reserve(before: WriteRecord | null, owner: string, nowMs: number): WriteRecord | null {
    if (before && stateAt(before, nowMs) !== 'not_applied') return null;
    return record({ owner, attempt: (before?.attempt ?? 0) + 1, leaseUntilMs: nowMs + 12_000 });
  }

  function next(before: WriteRecord | null, step: Exclude<Step, { kind: 'wait' }>, nowMs: number) {
    switch (step.kind) {
      case 'reserve':
        return reserve(before, step.owner, nowMs);
      case 'send':
        return markSent(before, step.owner, { nowMs, untilMs: nowMs + 50_000, sentAt: 'now' });
      case 'tell':
        return tellUnknown(before, step.owner, 'unknown');
      case 'end':
        return finish(before, step.owner, { state: step.state, answer: 'answer', endedAt: 'now' });
      case 'find':
        return resolve(before, found(step), { nowMs, appliedAnswer: 'success' });
    }
  }

  function run(
    steps: readonly Step[],
    watch: (before: WriteRecord | null, after: WriteRecord, step: Step) => void,
  ) {
    let nowMs = NOW_MS;
    let now: WriteRecord | null = null;
    for (const each of steps) {
      if (each.kind === 'wait') nowMs += each.ms;
      const after: WriteRecord | null = each.kind === 'wait' ? null : next(now, each, nowMs);
      if (after !== null) watch(now, after, each);
      now = after ?? now;
    }
  }

  const everywhere = (watch: Parameters<typeof run>[1]) =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => run(steps, watch)),
      { numRuns: 2_000 },
    );

  it('is sent at most once per attempt', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const sent: number[] = [];
        run(steps, (_, after, { kind }) => kind === 'send' && sent.push(after.attempt));
        expect(new Set(sent).size).toBe(sent.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is sent again only after its owner or a finding has shown that nothing was applied', () => {
    everywhere((before, after, { kind }) => {
      if (kind !== 'reserve' || before === null || before.state === 'reserved') return;
      expect(before.state).toBe('not_applied');
      expect(after.attempt).toBe(before.attempt + 1);
    });
  });

  it('never changes from applied or refused to another state', () => {
    everywhere((before, after) => {
      if (before?.state === 'applied' || before?.state === 'refused') expect(after.state).toBe(before.state);
    });
  });

  it('changes after a finding about an attempt only by a further attempt', () => {
    everywhere((before, after) => {
      if (before === null || before.resolution?.attempt !== before.attempt) return;
      expect(after.attempt).toBe(before.attempt + 1);
    });
  });
});
