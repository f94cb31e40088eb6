import { toWireDay } from '../../wire/calendar-day';
import { defineCall } from '../freebit-call';

export interface QuotaToAdd {
  /** A phone number or a share group code. */
  readonly account: string;
  /** 1 to 512000. */
  readonly quotaMb: number;
  readonly quotaCode?: string | undefined;
  /** `YYYY-MM-DD`. */
  readonly expire?: string | undefined;
}

/** Adds data to a line or share group. If sent twice, it adds and costs twice. */
export const addQuota = defineCall({
  document: 'PA04-04',
  path: '/master/addSpec/',
  effect: 'write',
  rejections: [
    '200',
    '201',
    '204',
    '221',
    '237',
    '205',
    '323',
    '210',
    '211',
    '230',
    '233',
    '234',
    '322',
    '325',
    '900',
  ],
  encode: ({ account, quotaMb, quotaCode, expire }: QuotaToAdd) => ({
    kind: 'MVNO',
    account,
    quota: String(quotaMb),
    quotaCode,
    expire: expire && toWireDay(expire),
  }),
  decode: () => undefined,
});
