import type { RedisKind } from './redis-side';

/** Bugs that the trials must find, each a mistake that a code change could make. */
export const bugs = {
  'no-sent-state': 'a write that was sent stays `reserved`, so a retry takes it over',
  'release-on-reset': 'a reset or an unreadable answer counts as proof that nothing was applied',
  'blind-unlock': 'the lock of a line is released without checking its owner',
  'take-over-sent': 'a `sent` write with an expired lease may be executed again',
  'raw-fingerprint': 'the fingerprint depends on how the request is spelled',
  'unscoped-key': 'a key identifies the same write on every route',
  'error-as-absent': 'a store that does not answer is treated as empty',
  'no-persistence': 'Redis keeps nothing on disk',
  'send-after-lost-race': 'a write is sent although another gateway has taken it over',
  'retry-after-reset': 'a write whose connection was reset is sent again',
  'no-confirmation': 'a write is sent without confirmation by the replicas of Redis',
  'shared-names': 'two contracts on one Redis use the same names of keys',
  'resolution-without-attempt': 'a finding about an earlier attempt is accepted for the current one',
  'day-before-key': 'whether a day is past is checked before the key',
} as const;

export type BugName = keyof typeof bugs;

/** The kind of Redis over which a bug shows. */
export function redisThatShows(bug: BugName): RedisKind {
  return bug === 'no-confirmation' ? 'set' : 'one';
}

export const bugNames = Object.keys(bugs).filter(isBugName);

export function isBugName(text: string): text is BugName {
  return Object.hasOwn(bugs, text);
}
