import { isFinal, kindOf } from './answer-kind';
import type { Answer, Asking, History, WriteStory } from './history';
import type { RedisKind } from './redis-side';
import type { Found } from './violation';

/** I4: every replica repeats a final answer as long as it is recorded. */
export function answersAgree({ askings }: WriteStory, { redis }: History): Found | undefined {
  const answered = askings.flatMap(({ answer, answeredMs }) =>
    answer && answeredMs ? [{ answer, answeredMs }] : [],
  );
  const finals = answered.filter(({ answer }) => isFinal(answer));
  // An answer that was never recorded is rebuilt when the operation is resolved.
  const rebuilt = answered.some(({ answer }) => kindOf(answer) === 'unknown');
  const [first] = finals;
  const other = finals.find(
    ({ answer }) => first && essence(answer, rebuilt) !== essence(first.answer, rebuilt),
  );
  if (other) return { seenMs: other.answeredMs, says: 'has two different final answers' };
  return forgotten(askings, redis);
}

/**
 * A final answer that was replayed is recorded, so later requests get it again. Only while a set is split may a gateway
 * replay what only the old primary has; the others know just that the write was sent, until its owner records more.
 */
function forgotten(askings: readonly Asking[], redis: RedisKind): Found | undefined {
  const recorded = askings.find(({ answer }) => answer?.replayed && isFinal(answer));
  if (!recorded?.answeredMs) return undefined;
  const since = recorded.answeredMs;
  const other = askings.find(({ askedMs, answer }) => askedMs > since && answer && !mayFollow(answer, redis));
  return other?.answeredMs
    ? { seenMs: other.answeredMs, says: 'has forgotten an answer that was on record' }
    : undefined;
}

function mayFollow(answer: Answer, redis: RedisKind): boolean {
  if (isFinal(answer) || kindOf(answer) === 'down') return true;
  return redis === 'set' && (kindOf(answer) === 'unknown' || answer.code === 'IDEMPOTENCY_KEY_IN_USE');
}

/** `instance` is left out, because it depends on the spelling of the request. */
function essence({ status, body }: Answer, rebuilt: boolean): string {
  const told = Object.entries(body).filter(
    ([name]) => name !== 'instance' && !(rebuilt && MADE_ANEW.has(name)),
  );
  return JSON.stringify([status, told.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

const MADE_ANEW = new Set(['acceptedAt', 'requestId']);
