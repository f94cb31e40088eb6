import type { Job } from './job';
import type { QuotaAddition } from './line';
import type { Traffic, TrafficSeed } from './traffic';

export const GROUP_STATES = ['active', 'suspended'] as const;

/** A share group, with Freebit's names and values. */
export interface ShareGroup {
  groupCode: string;
  state: (typeof GROUP_STATES)[number];
  /** Decimal text, grown in MB by PA04-04. */
  quota: string;
  async: Job | null;
  quotaAddition: QuotaAddition;
  traffic: Traffic;
}

/** Given values of a group; the rest is that of a normal active group. */
export type ShareGroupSeed = Partial<Omit<ShareGroup, 'quota' | 'traffic'>> & {
  groupCode: string;
  quota?: string | number;
  traffic?: TrafficSeed;
};

/** Completes a seed to an active group. */
export function toShareGroup(seed: ShareGroupSeed): ShareGroup {
  return {
    state: 'active',
    async: null,
    quotaAddition: 'allowed',
    ...seed,
    quota: String(seed.quota ?? '10000'),
    traffic: { today: 0, inRecentDays: [0, 0, 0], blackList: 20, ...seed.traffic },
  };
}
