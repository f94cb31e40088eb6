/** What the stand-in for Freebit does with one write. */
export interface Manner {
  readonly name: string;
  readonly weight: number;
  /** Milliseconds of work before it is executed or refused: from and to. */
  readonly workMs: readonly [number, number];
  readonly executes: boolean;
  /** The result code of the answer, or the name of another reaction from `NO_ANSWERS`. */
  readonly answer: string;
  /** Breaks the connection before it works. */
  readonly answersFirst?: boolean;
}

const QUICK = [2, 30] as const;

export const well: Manner = { name: 'well', weight: 70, workMs: QUICK, executes: true, answer: '100' };

/** The longest work: an execution still ends before the lease of a write that was sent at once. */
const LONGEST_WORK_MS = 850;

export const manners: readonly Manner[] = [
  well,
  { name: 'slow', weight: 6, workMs: [100, 400], executes: true, answer: '100' },
  { name: 'too slow', weight: 3, workMs: [600, LONGEST_WORK_MS], executes: true, answer: '100' },
  { name: 'reset before', weight: 3, workMs: QUICK, executes: false, answer: 'reset' },
  { name: 'reset after', weight: 2, workMs: QUICK, executes: true, answer: 'reset' },
  {
    name: 'reset, then done',
    weight: 1,
    workMs: [50, 400],
    executes: true,
    answer: 'reset',
    answersFirst: true,
  },
  { name: 'hung up after', weight: 1, workMs: QUICK, executes: true, answer: 'hang_up' },
  { name: 'hung up before', weight: 1, workMs: QUICK, executes: false, answer: 'hang_up' },
  { name: 'silent after', weight: 0.5, workMs: QUICK, executes: true, answer: 'silence' },
  { name: 'silent before', weight: 1, workMs: QUICK, executes: false, answer: 'silence' },
  { name: 'garbled', weight: 1, workMs: QUICK, executes: true, answer: 'garbage' },
  { name: 'garbled, not done', weight: 1.5, workMs: QUICK, executes: false, answer: 'garbage' },
  { name: 'truncated', weight: 1, workMs: QUICK, executes: true, answer: 'truncated' },
  { name: 'reset in the body', weight: 1, workMs: QUICK, executes: true, answer: 'reset_in_body' },
  { name: '900', weight: 1, workMs: QUICK, executes: true, answer: '900' },
  { name: '900, not done', weight: 1.5, workMs: QUICK, executes: false, answer: '900' },
  { name: 'unknown code', weight: 0.5, workMs: QUICK, executes: true, answer: '777' },
  { name: 'unknown code, not done', weight: 1, workMs: QUICK, executes: false, answer: '777' },
  { name: '230', weight: 2, workMs: QUICK, executes: false, answer: '230' },
  { name: '210', weight: 1, workMs: QUICK, executes: false, answer: '210' },
  { name: '211', weight: 1, workMs: QUICK, executes: false, answer: '211' },
  { name: '234', weight: 1, workMs: QUICK, executes: false, answer: '234' },
  { name: '205', weight: 0.05, workMs: QUICK, executes: false, answer: '205' },
];

/** Whether an answer states the outcome of the write with certainty. */
export function isDefinite(answer: string): boolean {
  return /^\d{3}$/.test(answer) && answer !== '900' && answer !== '777';
}
