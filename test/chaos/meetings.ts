import type { Sending, WriteStory } from './history';
import type { Violation } from './violation';
import { contractOf } from './write-name';

/**
 * I8: writes of two contracts never meet, though they share Redis, callers, keys and lines. No operation is named to
 * both, and each write is sent under the auth key of its own contract.
 */
export function meetings(stories: readonly WriteStory[]): Violation[] {
  const owners = new Map<string, string>();
  return stories.flatMap((story) => {
    const found = named(story, owners) ?? sentForAnother(story);
    return found ? [{ invariant: 'I8' as const, story, ...found }] : [];
  });
}

/** Records the owners of the operations in a story; finds one that belongs to another contract. */
function named({ write, askings }: WriteStory, owners: Map<string, string>) {
  for (const { answer, answeredMs } of askings) {
    const id = answer?.body.operationId;
    if (typeof id !== 'string' || answeredMs === null) continue;
    const owner = owners.get(id) ?? contractOf(write);
    owners.set(id, owner);
    if (owner !== contractOf(write))
      return { seenMs: answeredMs, says: 'was told of an operation of another contract' };
  }
  return undefined;
}

function sentForAnother({ write, sendings }: WriteStory) {
  const isForeign = ({ line }: Sending) => contractOf(line) !== contractOf(write);
  const sending = sendings.find(isForeign);
  return sending && { seenMs: sending.arrivedMs, says: 'was sent under the auth key of another contract' };
}
