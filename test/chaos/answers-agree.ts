import { isFinal, kindOf } from './answer-kind';
import type { Answer, Asking, WriteStory } from './history';
import type { Found } from './violation';

/** I4: what was answered for good is answered again, by every replica, as long as it is on record. */
export function answersAgree({ askings }: WriteStory): Found | undefined {
  const answered = askings.flatMap(({ answer, answeredMs }) =>
    answer && answeredMs ? [{ answer, answeredMs }] : [],
  );
  const finals = answered.filter(({ answer }) => isFinal(answer));
  // An answer that never came on record is made up anew once somebody has found out what happened.
  const rebuilt = answered.some(({ answer }) => kindOf(answer) === 'unknown');
  const [first] = finals;
  const other = finals.find(
    ({ answer }) => first && essence(answer, rebuilt) !== essence(first.answer, rebuilt),
  );
  if (other) return { seenMs: other.answeredMs, says: 'has two different final answers' };
  return forgotten(askings);
}

/** A final answer that was replayed is on record, so later requests get it again. */
function forgotten(askings: readonly Asking[]): Found | undefined {
  const recorded = askings.find(({ answer }) => answer?.replayed && isFinal(answer));
  if (!recorded?.answeredMs) return undefined;
  const since = recorded.answeredMs;
  const other = askings.find(({ askedMs, answer }) => askedMs > since && answer && !mayFollow(answer));
  return other?.answeredMs
    ? { seenMs: other.answeredMs, says: 'has forgotten an answer that was on record' }
    : undefined;
}

function mayFollow(answer: Answer): boolean {
  return isFinal(answer) || kindOf(answer) === 'down';
}

/** `instance` follows the spelling of the request. */
function essence({ status, body }: Answer, rebuilt: boolean): string {
  const told = Object.entries(body).filter(
    ([name]) => name !== 'instance' && !(rebuilt && MADE_ANEW.has(name)),
  );
  return JSON.stringify([status, told.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

const MADE_ANEW = new Set(['acceptedAt', 'requestId']);
