import { check } from './check';
import type { Answer, Asking, History, Sending } from './history';

const WRITE = 'first quota_addition key';
/** The same write for the other contract. */
const OTHER = 'second quota_addition key';
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
const past = problem(400, 'VALIDATION_FAILED');
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
  line: 'first line',
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
  redis: 'one',
  leaseMs: 1000,
  settled: false,
  ...events,
});

const broken = (events: Partial<History>) =>
  check(history(events)).violations.map(({ invariant }) => invariant);

describe('the check accepts', () => {
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
      'an unknown that is followed by the real outcome',
      { askings: [asked(0, 10, unknown), asked(20, 30, replayed(success))], sendings: [sent(2, 15)] },
    ],
    [
      'a refusal of one request while another executes',
      { askings: [asked(0, null), asked(1, 10, later)], sendings: [sent(2, 5)] },
    ],
    ['a request while another one is running', { askings: [asked(0, 10, inUse)], sendings: [sent(2, 5)] }],
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
      { sendings: [sent(0, 10), sent(10, 20, { write: 'first other' })] },
    ],
    [
      'a past day that is refused with another request id each time',
      {
        askings: [0, 20].map((at) =>
          asked(at, at + 10, { ...past, body: { ...past.body, requestId: `${at}` } }),
        ),
      },
    ],
    [
      'a day that passes while a write for it is executed',
      { askings: [asked(0, 30, success), asked(5, 10, past)], sendings: [sent(7, 20)] },
    ],
    [
      'a success that only the old primary of a set has',
      {
        redis: 'set',
        askings: [asked(0, 10, replayed(success)), asked(20, 30, replayed(unknown)), asked(40, 50, success)],
        sendings: [sent(2, 5)],
      },
    ],
    [
      'two contracts with operations of their own',
      {
        askings: [asked(0, 10, problem(409, 'ACCOUNT_BUSY', true)), { ...asked(0, 10, later), write: OTHER }],
      },
    ],
  ])('%s', (_, events) => {
    expect(broken(events)).toEqual([]);
  });
});

describe('the check reports', () => {
  it.each<[string, string, Partial<History>]>([
    ['I1', 'a second execution', { sendings: [sent(0, 10), sent(20, 30)] }],
    ['I2', 'a success without an execution', { askings: [asked(0, 10, success)] }],
    [
      'I2',
      'a success that was answered too early',
      { askings: [asked(0, 10, success)], sendings: [sent(5, 20)] },
    ],
    [
      'I3',
      'a final refusal of an executed write',
      { askings: [asked(0, 10, refused)], sendings: [sent(2, 5)] },
    ],
    [
      'I3',
      'a temporary refusal of what only this request can have executed',
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
      'a recorded answer that was forgotten',
      {
        askings: [asked(0, 10, replayed(success)), asked(20, 30, inUse)],
        sendings: [sent(2, 5)],
      },
    ],
    [
      'I3',
      'a day that is checked before the key',
      { askings: [asked(0, 10, success), asked(20, 30, past)], sendings: [sent(2, 5)] },
    ],
    [
      'I5',
      'writes of one line that overlap',
      { sendings: [sent(0, 10), sent(9, 20, { write: 'first other' })] },
    ],
    [
      'I6',
      'an unknown that becomes free without a resolution',
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
      'a client that gets an answer about other content',
      { askings: [asked(0, 10, problem(422, 'IDEMPOTENCY_KEY_REUSED'))] },
    ],
    ['I7', 'a key without an outcome in a healthy world', { askings: [asked(0, 10, inUse)], settled: true }],
    [
      'I8',
      'an operation that is named to two contracts',
      {
        askings: [asked(0, 10, success), { ...asked(20, 30, success), write: OTHER }],
        sendings: [sent(2, 5), sent(22, 25, { write: OTHER, line: 'second line' })],
      },
    ],
    [
      'I8',
      'a write under the auth key of another contract',
      { sendings: [sent(2, 5, { line: 'second line' })] },
    ],
  ])('%s: %s', (invariant, _, events) => {
    expect(broken(events)).toEqual([invariant]);
  });
});

it('the check counts overlaps after a lease has ended, but does not report them', () => {
  const { violations, counts } = check(
    history({ sendings: [sent(2000, 2010, { leaseFromMs: 0 }), sent(2005, 2020, { write: 'first other' })] }),
  );

  expect(violations).toEqual([]);
  expect(counts.lateOverlaps).toBe(1);
});

it('the check counts outcomes that could not be recorded', () => {
  const { counts } = check(
    history({ askings: [asked(0, 10, success), asked(20, 30, replayed(unknown))], sendings: [sent(2, 5)] }),
  );

  expect(counts).toMatchObject({ unrecorded: 1, unknown: 1, successes: 0 });
});
