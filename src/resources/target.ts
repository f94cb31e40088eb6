import type { GroupCode } from './group-code';
import type { Msisdn } from './msisdn';

/** What a call is about. `account` is what Freebit calls all three. */
export type Target =
  | { readonly type: 'sim'; readonly account: Msisdn }
  | { readonly type: 'share_group'; readonly account: GroupCode }
  | { readonly type: 'master_account'; readonly account: string };

/** What can be given quota. */
export type Line = Exclude<Target, { type: 'master_account' }>;

export function sim(account: Msisdn): Extract<Target, { type: 'sim' }> {
  return { type: 'sim', account };
}

export function shareGroup(account: GroupCode): Extract<Target, { type: 'share_group' }> {
  return { type: 'share_group', account };
}
