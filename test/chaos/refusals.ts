import { kindOf } from './answer-kind';
import type { Asking, WriteStory } from './history';
import type { Found } from './violation';

/**
 * I3: a refusal for good has no execution at all; a refusal for now has none that only this request can have caused.
 * `IDEMPOTENCY_KEY_IN_USE` speaks of another request and proves nothing.
 */
export function falseRefusal({ askings, sendings }: WriteStory): Found | undefined {
  const executions = sendings.filter(({ executedMs }) => executedMs !== null);
  for (const asking of askings) {
    const { answer, answeredMs, askedMs } = asking;
    if (!answer || answeredMs === null) continue;
    const kind = kindOf(answer);
    if (kind === 'refused' && executions.length > 0)
      return { seenMs: answeredMs, says: 'refused for good what was executed' };
    if ((kind !== 'later' && kind !== 'down') || answer.code === 'IDEMPOTENCY_KEY_IN_USE') continue;
    const isOwn = executions.some(({ arrivedMs }) => arrivedMs > askedMs && arrivedMs < answeredMs);
    if (isOwn && isAlone(asking, answeredMs, askings))
      return { seenMs: answeredMs, says: `answered ${answer.code} to what it executed` };
  }
  return undefined;
}

/** Whether no other request for this write was, or may still have been, under way meanwhile. */
function isAlone(asking: Asking, answeredMs: number, askings: readonly Asking[]): boolean {
  return askings.every(
    (other) => other === asking || other.askedMs > answeredMs || goesOnUntilMs(other) < asking.askedMs,
  );
}

/** A write goes on when its caller has left, and when its caller was told that nobody knows. */
function goesOnUntilMs({ answer, answeredMs }: Asking): number {
  const mayGoOn = !answer || kindOf(answer) === 'unknown' || kindOf(answer) === 'bug';
  return mayGoOn ? Infinity : (answeredMs ?? Infinity);
}

/** I7: the client never changes its mind, so it is never told so; and in a healthy world every key comes to an end. */
export function lastWord(
  { askings }: WriteStory,
  { settled }: { readonly settled: boolean },
): Found | undefined {
  const wrong = askings.find(({ answer }) => answer && WRONG.has(kindOf(answer)));
  if (wrong?.answer)
    return {
      seenMs: wrong.answeredMs ?? 0,
      says: `was answered ${wrong.answer.code ?? wrong.answer.status}`,
    };
  const last = askings.findLast(({ answer }) => answer);
  if (!settled || (last?.answer && ENDS.has(kindOf(last.answer)))) return undefined;
  return { seenMs: last?.answeredMs ?? Infinity, says: 'came to no end although all was well again' };
}

const WRONG: ReadonlySet<string> = new Set(['reused', 'bug']);
const ENDS: ReadonlySet<string> = new Set(['success', 'refused', 'unknown', 'open_equal']);
