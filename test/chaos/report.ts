import { storyLines } from './story';
import type { Outcome } from './run';
import { invariants } from './invariants';
import type { Violation } from './violation';

/** An aligned table with two or more columns. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, `${cell}`.length)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => `${cell}`.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The events of a run and its verdict. */
export function report({ redis, verdict, record, trials, seconds }: Outcome, seed: string): string {
  const { counts, violations } = verdict;
  const struck = tally(record.faults.map(({ name }) => name));
  const said = tally(
    record.askings.map(({ answer }) => `answered ${answer ? (answer.code ?? answer.status) : 'nothing'}`),
  );
  const found = tally(record.resolvings.map(({ outcome }) => `a person found ${outcome}`));
  const rows: [string, string | number][] = [
    ['Redis', redis],
    ['trials', trials],
    ['requests', counts.requests],
    ['executions', counts.executions],
    ['successes', counts.successes],
    ['refusals', counts.refusals],
    ['refused because the day was past', counts.invalid],
    ['unknown', counts.unknown],
    ['waiting for an equal unknown', counts.openEqual],
    ['without an end', counts.unfinished],
    ['ends that could not be recorded', counts.unrecorded],
    ['overlaps after a lease had ended', counts.lateOverlaps],
    ...said,
    ...found,
    ...struck,
    ...wishes.map(([name, wish]): [string, string] => [`${name} ${wish}`, verdictOf(violations, name)]),
    ['seconds', `${seconds.toFixed(1)} (${(trials / seconds).toFixed(1)} trials/s)`],
    ['seed', seed],
  ];
  return [table(rows), ...storyOf(violations, record)].join('\n');
}

const wishes = [
  ...invariants.map(({ name, wish }): [string, string] => [name, wish]),
  ['I5', 'writes of one line never overlap'] as const,
  ['I8', 'writes of two contracts never meet'] as const,
].sort(([a], [b]) => (a < b ? -1 : 1));

function verdictOf(violations: readonly Violation[], name: string): string {
  const count = violations.filter(({ invariant }) => invariant === name).length;
  return count === 0 ? 'holds' : `BROKEN ${count} times`;
}

/** The shortest of the stories, which is the easiest to understand. */
function storyOf(violations: readonly Violation[], record: Outcome['record']): string[] {
  const stories = violations.map((violation) => ({
    violation,
    lines: storyLines(violation, record.faults),
  }));
  const [shortest] = stories.sort((a, b) => a.lines.length - b.lines.length);
  if (!shortest) return [];
  const { invariant, story, says } = shortest.violation;
  return ['', `${invariant}: ${story.write} ${says}`, ...shortest.lines];
}

/** How often each name occurs in a list, sorted by name. */
function tally(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}
