import type { LineState } from './line';

/** An account in the list of a master. Its state is the list's own: the paper's two examples disagree about one line. */
export interface LinkedAccount {
  kind: string;
  /** Phone number in national form, or account name. */
  account: string;
  state: LineState;
  /** YYYYMMDD */
  startDate?: string;
  relationCode?: string;
}

export interface MasterAccount {
  account: string;
  linked: LinkedAccount[];
}

export type MasterAccountSeed = Partial<MasterAccount> & { account: string };

/** Completes a seed to a master without linked accounts. */
export const toMasterAccount = (seed: MasterAccountSeed): MasterAccount => ({ linked: [], ...seed });
