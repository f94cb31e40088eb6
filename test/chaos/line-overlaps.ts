import type { History, Sending, WriteStory } from './history';
import type { Violation } from './violation';

interface Execution extends Sending {
  readonly executedMs: number;
}

/**
 * I5: executions of one line never overlap in time. Those of a write whose lease had ended before it was executed
 * may overlap, because a request to Freebit cannot be withdrawn; these are counted.
 */
export function overlapsOf(
  { sendings, leaseMs }: History,
  stories: readonly WriteStory[],
): { readonly violations: Violation[]; readonly late: number } {
  const pairs = [...byLine(sendings).values()].flatMap(overlappingPairs);
  const isLate = (pair: Pair) => pair.some((each) => each.executedMs - each.leaseFromMs >= leaseMs);
  return {
    violations: pairs.filter((pair) => !isLate(pair)).map((pair) => toViolation(pair, stories)),
    late: pairs.filter(isLate).length,
  };
}

type Pair = readonly [earlier: Execution, later: Execution];

/** Each execution with the longest-lasting earlier one that overlaps it. */
function overlappingPairs(executions: readonly Execution[]): Pair[] {
  const pairs: Pair[] = [];
  let longest: Execution | undefined;
  for (const execution of executions) {
    const overlaps = longest && longest.executedMs > execution.arrivedMs && longest.write !== execution.write;
    if (longest && overlaps) pairs.push([longest, execution]);
    if (!longest || execution.executedMs > longest.executedMs) longest = execution;
  }
  return pairs;
}

function byLine(sendings: readonly Sending[]): Map<string, Execution[]> {
  const lines = new Map<string, Execution[]>();
  const executed = sendings.filter((sending): sending is Execution => sending.executedMs !== null);
  for (const execution of executed.sort((a, b) => a.arrivedMs - b.arrivedMs)) {
    lines.set(execution.line, [...(lines.get(execution.line) ?? []), execution]);
  }
  return lines;
}

function toViolation([other, execution]: Pair, stories: readonly WriteStory[]): Violation {
  const of = ({ write }: Sending) => stories.filter((story) => story.write === write);
  const both = [...of(other), ...of(execution)];
  const story: WriteStory = {
    write: `${other.write} and ${execution.write}`,
    askings: both.flatMap(({ askings }) => askings),
    sendings: both.flatMap(({ sendings }) => sendings),
    resolvings: both.flatMap(({ resolvings }) => resolvings),
  };
  return { invariant: 'I5', story, seenMs: execution.arrivedMs, says: 'overlapped on one line' };
}
