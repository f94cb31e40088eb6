import { kindOf } from './answer-kind';
import type { Sending, WriteStory } from './history';
import type { Found } from './violation';

const MAY_FOLLOW: ReadonlySet<string> = new Set(['success', 'refused', 'unknown', 'down']);

/**
 * I6: once an unknown was answered from the record, only a recorded outcome may follow, and nothing is sent that was
 * not already under way, until the write is resolved. The owner may still free the key by proof that nothing
 * was applied, so this covers only writes for which Freebit gave no such proof.
 */
export function staysOnRecord({ askings, sendings, resolvings }: WriteStory): Found | undefined {
  const recorded = askings.find(({ answer }) => answer?.replayed && kindOf(answer) === 'unknown');
  if (!recorded?.answeredMs) return undefined;
  const sinceMs = recorded.answeredMs;
  const isUndecided = sendings.some(({ arrivedMs, replied }) => arrivedMs < sinceMs && replied === null);
  if (!isUndecided) return undefined;
  const untilMs = Math.min(Infinity, ...resolvings.map(({ atMs }) => atMs).filter((atMs) => atMs > sinceMs));
  if (resolvings.some(({ atMs }) => atMs <= sinceMs)) return undefined;
  const other = askings.find(
    ({ askedMs, answeredMs, answer }) =>
      askedMs > sinceMs &&
      answeredMs !== null &&
      answeredMs < untilMs &&
      answer &&
      !MAY_FOLLOW.has(kindOf(answer)),
  );
  if (other?.answeredMs)
    return {
      seenMs: other.answeredMs,
      says: `was unknown and then ${other.answer?.code ?? 'something else'}`,
    };
  const isNew = ({ leaseFromMs }: Sending) => leaseFromMs > sinceMs && leaseFromMs < untilMs;
  const sent = sendings.find(isNew);
  return sent && { seenMs: sent.arrivedMs, says: 'was unknown and then sent' };
}
