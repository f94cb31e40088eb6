import type { RedisKind } from './redis-side';

/** Bugs that the trials must find, each a mistake that a code change could make. */
export const bugs = {
  'no-sent-state': 'what was sent stays `reserved`, so a retry takes it over',
  'release-on-reset': 'a reset or an unreadable answer counts as proof that nothing was applied',
  'blind-unlock': 'the line is given back without a look at whose it is',
  'take-over-sent': 'a `sent` whose lease is over may be executed again',
  'raw-fingerprint': 'the fingerprint is made of the request as it was spelled',
  'unscoped-key': 'a key means the same write on every route',
  'error-as-absent': 'a store that does not answer counts as one that holds nothing',
  'no-persistence': 'Redis keeps nothing on disk',
  'send-after-lost-race': 'a write that was taken over is sent nevertheless',
  'retry-after-reset': 'a write whose connection was reset is sent again',
  'no-confirmation': 'the replicas of Redis are not asked whether they have what was written',
  'shared-names': 'two contracts over one Redis share the names of keys',
  'resolution-without-attempt': 'a finding about an earlier attempt counts for the one that is unknown now',
  'day-before-key': 'whether a day is past is looked at before the key',
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
