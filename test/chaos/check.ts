import { isFinal, kindOf } from './answer-kind';
import { storiesOf, type History, type WriteStory } from './history';
import { invariants } from './invariants';
import { overlapsOf } from './line-overlaps';
import { meetings } from './meetings';
import type { Violation } from './violation';

export interface Verdict {
  readonly violations: readonly Violation[];
  readonly counts: {
    readonly writes: number;
    readonly requests: number;
    readonly executions: number;
    readonly successes: number;
    readonly refusals: number;
    /** Refused because their day is past. */
    readonly invalid: number;
    readonly unknown: number;
    /** Writes that are blocked by an equal one of unknown outcome. */
    readonly openEqual: number;
    readonly unfinished: number;
    /** Successes and refusals that could not be recorded: their replays answer `OUTCOME_UNKNOWN`. */
    readonly unrecorded: number;
    /** Executions that overlapped on a line because a lease ended before the write was executed: allowed but rare. */
    readonly lateOverlaps: number;
  };
}

/** Checks a complete or growing history. */
export function check(history: History): Verdict {
  const stories = storiesOf(history);
  const overlaps = overlapsOf(history, stories);
  const perWrite = stories.flatMap((story) =>
    invariants.flatMap(({ name, violation }) => {
      const found = violation(story, history);
      return found ? [{ invariant: name, story, ...found }] : [];
    }),
  );
  const ends = stories.map(endOf);
  const count = (end: ReturnType<typeof endOf>) => ends.filter((each) => each === end).length;
  return {
    violations: [...perWrite, ...overlaps.violations, ...meetings(stories)].sort(
      (a, b) => a.seenMs - b.seenMs,
    ),
    counts: {
      writes: stories.length,
      requests: history.askings.length,
      executions: history.sendings.filter(({ executedMs }) => executedMs !== null).length,
      successes: count('success'),
      refusals: count('refused'),
      invalid: count('invalid'),
      unknown: count('unknown'),
      openEqual: count('open_equal'),
      unfinished: count('unfinished'),
      unrecorded: stories.filter(isUnrecorded).length,
      lateOverlaps: overlaps.late,
    },
  };
}

/** The outcome of a write, from its last conclusive answer. */
function endOf({
  askings,
}: WriteStory): 'success' | 'refused' | 'invalid' | 'unknown' | 'open_equal' | 'unfinished' {
  const said = askings.flatMap(({ answer }) => (answer ? [kindOf(answer)] : []));
  const last = said.findLast((kind) => kind !== 'later' && kind !== 'down');
  return last === undefined || last === 'reused' || last === 'bug' ? 'unfinished' : last;
}

function isUnrecorded({ askings }: WriteStory): boolean {
  const first = askings.find(({ answer }) => answer && isFinal(answer));
  return askings.some(
    ({ askedMs, answer }) =>
      first?.answeredMs != null && askedMs > first.answeredMs && answer && kindOf(answer) === 'unknown',
  );
}
