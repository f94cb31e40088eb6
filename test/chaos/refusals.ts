import { kindOf, type AnswerKind } from './answer-kind';
import type { Asking, WriteStory } from './history';
import type { Found } from './violation';

/**
 * I3: a final refusal has no execution at all; one because of the date has none before its request; a temporary refusal
 * has none that only this request can have caused.
 * `IDEMPOTENCY_KEY_IN_USE` is about another request and proves nothing.
 */
export function falseRefusal({ askings, sendings }: WriteStory): Found | undefined {
  const executions = sendings.filter(({ executedMs }) => executedMs !== null);
  for (const asking of askings) {
    const { answer, answeredMs, askedMs } = asking;
    if (!answer || answeredMs === null) continue;
    const kind = kindOf(answer);
    if (kind === 'refused' && executions.length > 0)
      return { seenMs: answeredMs, says: 'refused for good what was executed' };
    if (kind === 'invalid' && executions.some(({ executedMs }) => (executedMs ?? 0) < askedMs))
      return { seenMs: answeredMs, says: `answered ${answer.code} to what had been executed` };
    if (!SPEAKS_OF_NOW.has(kind) || answer.code === 'IDEMPOTENCY_KEY_IN_USE') continue;
    const isOwn = executions.some(({ arrivedMs }) => arrivedMs > askedMs && arrivedMs < answeredMs);
    if (isOwn && isAlone(asking, answeredMs, askings))
      return { seenMs: answeredMs, says: `answered ${answer.code} to what it executed` };
  }
  return undefined;
}

const SPEAKS_OF_NOW: ReadonlySet<AnswerKind> = new Set(['later', 'down', 'invalid']);

/** Whether no other request for this write can have been under way meanwhile. */
function isAlone(asking: Asking, answeredMs: number, askings: readonly Asking[]): boolean {
  return askings.every(
    (other) => other === asking || other.askedMs > answeredMs || goesOnUntilMs(other) < asking.askedMs,
  );
}

/** A write continues after its caller has left, and after its caller got `OUTCOME_UNKNOWN`. */
function goesOnUntilMs({ answer, answeredMs }: Asking): number {
  const mayGoOn = !answer || kindOf(answer) === 'unknown' || kindOf(answer) === 'bug';
  return mayGoOn ? Infinity : (answeredMs ?? Infinity);
}

/** I7: the client never reuses a key, so no answer claims that; and in a healthy world every key gets an outcome. */
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
  return { seenMs: askings.at(-1)?.askedMs ?? 0, says: 'came to no end although all was well again' };
}

const WRONG: ReadonlySet<string> = new Set(['reused', 'bug']);
const ENDS: ReadonlySet<string> = new Set(['success', 'refused', 'invalid', 'unknown', 'open_equal']);
