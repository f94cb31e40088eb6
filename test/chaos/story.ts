import type { Asking, Fault, Sending } from './history';
import type { Violation } from './violation';

/** The events around a violation until it showed, one per line, with times in seconds. */
export function storyLines({ story, seenMs }: Violation, faults: readonly Fault[]): string[] {
  const { askings, sendings, resolvings } = story;
  const fromMs = Math.min(
    ...askings.map(({ askedMs }) => askedMs),
    ...sendings.map(({ arrivedMs }) => arrivedMs),
  );
  const events: Event[] = [
    ...askings.flatMap(asked),
    ...sendings.flatMap(received),
    ...resolvings.map(({ atMs, outcome }): Event => [atMs, `operator says ${outcome}`]),
    ...faults.filter(({ untilMs }) => (untilMs ?? Infinity) > fromMs - 100).flatMap(lasted),
  ];
  return events
    .filter(([atMs]) => atMs <= seenMs + 1)
    .sort(([a], [b]) => a - b)
    .map(([atMs, what]) => `${((atMs - fromMs) / 1000).toFixed(3).padStart(8)} ${what}`);
}

type Event = readonly [atMs: number, what: string];

function asked({ write, gateway, askedMs, answeredMs, answer }: Asking, index: number): Event[] {
  const name = `request ${index + 1}`;
  const begun: Event = [askedMs, `${name} to gateway ${gateway} for ${write}`];
  if (!answer || answeredMs === null) return [[askedMs, `${begun[1]}, never answered`]];
  const said = `${answer.status} ${answer.code ?? ''}`.trim();
  return [begun, [answeredMs, `${name} is answered ${said}${answer.replayed ? ' (replayed)' : ''}`]];
}

function lasted({ name, fromMs, untilMs }: Fault): Event[] {
  return [[fromMs, `-- ${name}`], ...(untilMs === null ? [] : [[untilMs, `-- ${name}: over`] as const])];
}

function received({ write, arrivedMs, executedMs, manner }: Sending): Event[] {
  const executed: Event[] = executedMs === null ? [] : [[executedMs, `upstream has executed ${write}`]];
  return [[arrivedMs, `upstream receives ${write} (${manner})`], ...executed];
}
