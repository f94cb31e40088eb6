import type { Job } from './job';
import type { Traffic, TrafficSeed } from './traffic';

export const LINE_STATES = ['waiting', 'temporary', 'active', 'suspended', 'obsolete'] as const;
export type LineState = (typeof LINE_STATES)[number];
export const SIZES = ['standard', 'nano', 'micro'] as const;
export const QUOTA_ADDITIONS = ['allowed', 'not-provided', 'not-allowed'] as const;
/** Whether quota may be added: `not-provided` is refused with 233, `not-allowed` with 234. */
export type QuotaAddition = (typeof QUOTA_ADDITIONS)[number];

/** Voice options with the names and values of PA03-02. */
export interface TalkOption {
  state: string;
  voiceMail: number;
  callWaiting: number;
  callTransfer: number;
  callTransferToWorld: number;
  worldCall: number;
  worldCallCreditLimit?: number;
  worldWing: number;
  worldWingCreditLimit?: number;
}

/** A SIM, with Freebit's names and values; days are YYYYMMDD. */
export interface Line {
  /** National form: `0` + 10 digits, or `0200` + 10 digits. */
  msisdn: string;
  state: LineState;
  /** Empty without a plan. */
  planCode: string;
  startDate: string | null;
  iccid: string;
  imsi: string;
  contractLine: string;
  size: (typeof SIZES)[number];
  sms: number;
  talk: number;
  ipv4: string;
  ipv6: string;
  /** Decimal text, grown in MB by PA04-04. */
  quota: string;
  talkOption: TalkOption | null;
  async: Job | null;
  /** Share group that the SIM belongs to. */
  groupCode: string | null;
  masterAccount: string;
  quotaAddition: QuotaAddition;
  traffic: Traffic;
}

/** Given values of a line; the rest is that of a normal active line with a plan. */
export type LineSeed = Partial<Omit<Line, 'quota' | 'traffic'>> & {
  msisdn: string;
  quota?: string | number;
  traffic?: TrafficSeed;
};

/** Completes a seed to an active 4G line with a plan. */
export function toLine(seed: LineSeed): Line {
  const tail = seed.msisdn.slice(-10);
  return {
    state: 'active',
    planCode: 'LTE3G_P01',
    startDate: '20240401',
    iccid: `898110000${tail}`,
    imsi: `44010${tail}`,
    contractLine: '4G',
    size: 'nano',
    sms: 10,
    talk: 10,
    ipv4: '',
    ipv6: '',
    talkOption: null,
    async: null,
    groupCode: null,
    masterAccount: 'testMaster@test.ne.jp',
    quotaAddition: 'allowed',
    ...seed,
    quota: String(seed.quota ?? '3000'),
    traffic: { today: 0, inRecentDays: [0, 0, 0], blackList: 20, ...seed.traffic },
  };
}
