import type { accountStates } from '../freebit/calls/account-detail/account-states';

/** States of a line or account as our callers see them. */
export const accountStatuses = [
  'waiting',
  'temporary',
  'active',
  'suspended',
  'cancelled',
  'unknown',
] as const;
export type AccountStatus = (typeof accountStatuses)[number];

const statuses = {
  waiting: 'waiting',
  temporary: 'temporary',
  active: 'active',
  suspended: 'suspended',
  obsolete: 'cancelled',
  unknown: 'unknown',
} as const satisfies Record<(typeof accountStates)[number] | 'unknown', AccountStatus>;

export function toAccountStatus(state: keyof typeof statuses): AccountStatus {
  return statuses[state];
}
