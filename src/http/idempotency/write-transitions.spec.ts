import type { WriteRecord } from './write-record';
import { begin, expire, finish, leaveUnknown, markSent, release, resolve } from './write-transitions';

const NOW_MS = 1_770_000_000_000;
const HOUR_MS = 3_600_000;
const states = ['reserved', 'sent', 'done', 'unknown', 'not_applied'] as const;
const END = { answer: 'sealed', applied: true, endedAt: '2026-02-05T07:26:48Z' };

function record(changes: Partial<WriteRecord> = {}): WriteRecord {
  return {
    state: 'reserved',
    owner: 'me',
    leaseUntilMs: NOW_MS + 12_000,
    fingerprint: 'content',
    caller: 'portal',
    type: 'quota_addition',
    line: '090****5678',
    lineKey: 'line:pseudonym',
    details: 'sealed',
    answer: null,
    applied: null,
    createdAt: '2026-02-05T07:26:46Z',
    endedAt: null,
    resolution: null,
    ...changes,
  };
}

const draft = record({ owner: 'you' });
const request = { nowMs: NOW_MS, owner: 'you', draft };
const over = { leaseUntilMs: NOW_MS };

describe('a request with a key', () => {
  it.each<[string, WriteRecord | null]>([
    ['nobody has used', null],
    ['is free again', record({ state: 'not_applied', fingerprint: 'other content' })],
    ['was reserved by a process that did not send in time', record(over)],
    ['this very request has reserved', record({ owner: 'you' })],
  ])('is executed when the key %s', (_, found) => {
    expect(begin(found, request)).toEqual({ begun: { kind: 'execute' }, next: draft });
  });

  it.each(['done', 'unknown'] as const)('is given the kept answer when the first is %s', (state) => {
    const found = record({ state });

    expect(begin(found, request)).toEqual({ begun: { kind: 'replay' }, next: found });
  });

  it('turns a write whose owner is gone after sending into one that nobody knows about', () => {
    const found = record({ state: 'sent', ...over });

    expect(begin(found, request)).toEqual({
      begun: { kind: 'replay' },
      next: { ...found, state: 'unknown' },
    });
  });

  it.each(['reserved', 'sent'] as const)('has to wait while the first is %s', (state) => {
    const found = record({ state });

    expect(begin(found, request)).toEqual({ begun: { kind: 'running', forMs: 12_000 }, next: found });
  });

  it.each(['reserved', 'sent', 'done', 'unknown'] as const)(
    'is refused for its other content while the first is %s',
    (state) => {
      const found = record({ state, fingerprint: 'other content' });

      expect(begin(found, request)).toEqual({ begun: { kind: 'reused' }, next: found });
    },
  );

  it('takes a lease that is absurdly long for one that is over, because the clock was set back', () => {
    expect(begin(record({ leaseUntilMs: NOW_MS + HOUR_MS }), request).begun.kind).toBe('execute');
  });
});

describe('the fence before sending', () => {
  const lease = { nowMs: NOW_MS, leaseMs: 50_000 };

  it('lets the owner of a reservation through, with a new lease', () => {
    expect(markSent(record(), 'me', lease)).toEqual(record({ state: 'sent', leaseUntilMs: NOW_MS + 50_000 }));
  });

  it.each<readonly [string, WriteRecord | null]>([
    ['record that is gone', null],
    ["reservation of somebody else's", record({ owner: 'you' })],
    ['reservation whose time is over', record(over)],
    ...states
      .filter((state) => state !== 'reserved')
      .map((state) => [`record that is ${state}`, record({ state })] as const),
  ])('lets nobody through for a %s', (_, found) => {
    expect(markSent(found, 'me', lease)).toBeNull();
  });
});

describe('the owner of a write', () => {
  const outcomes = {
    finish: (found: WriteRecord | null) => finish(found, 'me', END),
    leaveUnknown: (found: WriteRecord | null) => leaveUnknown(found, 'me', END),
    release: (found: WriteRecord | null) => release(found, 'me', END.endedAt),
  };
  const allowed: Record<keyof typeof outcomes, readonly WriteRecord['state'][]> = {
    finish: ['sent', 'unknown'],
    leaveUnknown: ['sent'],
    release: ['reserved', 'sent', 'unknown'],
  };
  const becomes = { finish: 'done', leaveUnknown: 'unknown', release: 'not_applied' } as const;
  const table = Object.entries(outcomes).flatMap(([name, act]) =>
    states.map((state) => ({ act, state, to: nextState(name as keyof typeof outcomes, state) })),
  );

  function nextState(name: keyof typeof outcomes, state: WriteRecord['state']): string | null {
    return allowed[name].includes(state) ? becomes[name] : null;
  }

  it.each(table)('turns $state into $to and nothing else', ({ act, state, to }) => {
    expect(act(record({ state }))?.state ?? null).toBe(to);
  });

  it.each(table)('is the only one who may, when it is $state', ({ act, state }) => {
    expect(act(record({ state, owner: 'you' }))).toBeNull();
    expect(act(null)).toBeNull();
  });
});

describe('time', () => {
  it.each([
    ['reserved', 'not_applied'],
    ['sent', 'unknown'],
    ['unknown', 'unknown'],
    ['done', 'done'],
    ['not_applied', 'not_applied'],
  ] as const)('turns what was left %s into %s', (state, to) => {
    expect(expire(record({ state, ...over }), NOW_MS).state).toBe(to);
    expect(expire(record({ state, ...over }), NOW_MS - 1).state).toBe(state);
  });

  it('ends a reservation for its owner too', () => {
    const expired = expire(record(over), NOW_MS);

    expect(markSent(expired, 'me', { nowMs: NOW_MS - 1, leaseMs: 1 })).toBeNull();
  });
});

describe('somebody who found out', () => {
  const found = { by: 'person', note: 'seen', at: '2026-02-05T08:00:00Z' };

  it('lets an applied write be replayed as a success', () => {
    const resolution = { ...found, outcome: 'applied' } as const;

    expect(resolve(record({ state: 'unknown' }), resolution, 'presumed')).toEqual(
      record({ state: 'done', applied: true, answer: 'presumed', endedAt: found.at, resolution }),
    );
  });

  it('frees the key of a write that was not applied', () => {
    const resolution = { ...found, outcome: 'not_applied' } as const;

    expect(resolve(record({ state: 'unknown' }), resolution, 'presumed')).toEqual(
      record({ state: 'not_applied', applied: false, endedAt: found.at, resolution }),
    );
  });

  it.each(states.filter((state) => state !== 'unknown'))(
    'has nothing to say about a write that is %s',
    (state) => {
      expect(resolve(record({ state }), { ...found, outcome: 'applied' }, null)).toBeNull();
    },
  );
});
