import { check } from './check';
import type { Answer, Asking, History, Sending } from './history';

const WRITE = 'quota_addition key';
const success: Answer = { status: 201, code: null, replayed: false, body: { operationId: 'id' } };
const replayed = (answer: Answer): Answer => ({ ...answer, replayed: true });
const problem = (status: number, code: string, retryable = false): Answer => ({
  status,
  code,
  replayed: false,
  body: { code, retryable },
});
const unknown = problem(504, 'OUTCOME_UNKNOWN');
const refused = problem(422, 'QUOTA_ADDITION_NOT_ALLOWED');
const later = problem(503, 'UPSTREAM_UNREACHABLE', true);
const inUse = problem(409, 'IDEMPOTENCY_KEY_IN_USE', true);

const asked = (askedMs: number, answeredMs: number | null, answer: Answer | null = null): Asking => ({
  write: WRITE,
  gateway: 0,
  askedMs,
  answeredMs,
  answer,
});

const sent = (arrivedMs: number, executedMs: number | null, more: Partial<Sending> = {}): Sending => ({
  write: WRITE,
  line: 'line',
  arrivedMs,
  leaseFromMs: arrivedMs - 1,
  executedMs,
  manner: 'well',
  replied: executedMs === null ? null : '100',
  ...more,
});

const history = (events: Partial<History>): History => ({
  askings: [],
  sendings: [],
  resolvings: [],
  faults: [],
  leaseMs: 1000,
  settled: false,
  ...events,
});

const broken = (events: Partial<History>) =>
  check(history(events)).violations.map(({ invariant }) => invariant);

describe('the check finds no fault with', () => {
  it.each<[string, Partial<History>]>([
    [
      'a success and its replay',
      { askings: [asked(0, 10, success), asked(20, 25, replayed(success))], sendings: [sent(2, 5)] },
    ],
    [
      'a key that was freed and then executed',
      { askings: [asked(0, 10, later), asked(20, 40, success)], sendings: [sent(25, 30)] },
    ],
    [
      'an unknown that is followed by the truth',
      { askings: [asked(0, 10, unknown), asked(20, 30, replayed(success))], sendings: [sent(2, 15)] },
    ],
    [
      'a refusal of one request while another executes',
      { askings: [asked(0, null), asked(1, 10, later)], sendings: [sent(2, 5)] },
    ],
    ['a request that finds another one running', { askings: [asked(0, 10, inUse)], sendings: [sent(2, 5)] }],
    [
      'an unknown that is resolved and then sent again',
      {
        askings: [asked(0, 10, replayed(unknown)), asked(30, 50, success)],
        sendings: [sent(2, null), sent(35, 40)],
        resolvings: [{ write: WRITE, outcome: 'not_applied', atMs: 20 }],
      },
    ],
    [
      'writes of one line that follow each other',
      { sendings: [sent(0, 10), sent(10, 20, { write: 'other' })] },
    ],
  ])('%s', (_, events) => {
    expect(broken(events)).toEqual([]);
  });
});

describe('the check finds', () => {
  it.each<[string, string, Partial<History>]>([
    ['I1', 'a second execution', { sendings: [sent(0, 10), sent(20, 30)] }],
    ['I2', 'a success that nothing was done for', { askings: [asked(0, 10, success)] }],
    [
      'I2',
      'a success that was answered too early',
      { askings: [asked(0, 10, success)], sendings: [sent(5, 20)] },
    ],
    [
      'I3',
      'a refusal for good of what was executed',
      { askings: [asked(0, 10, refused)], sendings: [sent(2, 5)] },
    ],
    [
      'I3',
      'a refusal for now of what only this request can have executed',
      { askings: [asked(0, 10, later)], sendings: [sent(2, 5)] },
    ],
    [
      'I4',
      'two successes that differ',
      {
        askings: [asked(0, 10, success), asked(20, 30, { ...success, body: { operationId: 'other' } })],
        sendings: [sent(2, 5)],
      },
    ],
    [
      'I4',
      'an answer on record that was forgotten',
      {
        askings: [asked(0, 10, replayed(success)), asked(20, 30, inUse)],
        sendings: [sent(2, 5)],
      },
    ],
    ['I5', 'writes of one line that overlap', { sendings: [sent(0, 10), sent(9, 20, { write: 'other' })] }],
    [
      'I6',
      'an unknown that comes free by itself',
      {
        askings: [asked(0, 10, replayed(unknown)), asked(20, 30, inUse)],
        sendings: [sent(2, null)],
      },
    ],
    [
      'I6',
      'an unknown that is sent again',
      { askings: [asked(0, 10, replayed(unknown))], sendings: [sent(2, null), sent(20, null)] },
    ],
    [
      'I7',
      'a client that is told it has changed its mind',
      { askings: [asked(0, 10, problem(422, 'IDEMPOTENCY_KEY_REUSED'))] },
    ],
    [
      'I7',
      'a key that comes to no end in a healthy world',
      { askings: [asked(0, 10, inUse)], settled: true },
    ],
  ])('%s: %s', (invariant, _, events) => {
    expect(broken(events)).toEqual([invariant]);
  });
});

it('counts overlaps after a lease has ended and does not call them broken', () => {
  const { violations, counts } = check(
    history({ sendings: [sent(2000, 2010, { leaseFromMs: 0 }), sent(2005, 2020, { write: 'other' })] }),
  );

  expect(violations).toEqual([]);
  expect(counts.lateOverlaps).toBe(1);
});

it('counts ends that could not be put on record', () => {
  const { counts } = check(
    history({ askings: [asked(0, 10, success), asked(20, 30, replayed(unknown))], sendings: [sent(2, 5)] }),
  );

  expect(counts).toMatchObject({ unrecorded: 1, unknown: 1, successes: 0 });
});
