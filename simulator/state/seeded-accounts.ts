import { compactDay, nextMonth } from './clock';
import type { LineSeed } from './line';
import type { MasterAccountSeed } from './master-account';
import type { ShareGroupSeed } from './share-group';

/** A seed and its description. */
export interface Seeded<Seed> {
  readonly note: string;
  readonly seed: Seed;
}

const PAPER_TRAFFIC = { today: 100, inRecentDays: [100, 200, 300], blackList: 10 };

/** The line of PA03-02's example, value by value. */
const PAPER_LINE: LineSeed = {
  msisdn: '08038433843',
  planCode: 'LTE3G_P01',
  startDate: '20130901',
  iccid: '8981199993109195000',
  imsi: '990103120337753',
  contractLine: '4G',
  size: 'standard',
  quota: '3161.31',
  async: { func: 'regist', date: '20131201' },
};

const VOICE_LINE: LineSeed = {
  msisdn: '07011112222',
  iccid: '89812000031091951237',
  ipv4: '203.0.113.10',
  ipv6: '2001:db8::10',
  quota: '512.25',
  talkOption: {
    state: 'active',
    voiceMail: 10,
    callWaiting: 10,
    callTransfer: 20,
    callTransferToWorld: 20,
    worldCall: 10,
    worldCallCreditLimit: 5000,
    worldWing: 11,
  },
  traffic: { today: 2048, inRecentDays: [1024, 0, 4096] },
};

/** Lines of a fresh simulator; `today` (YYYY-MM-DD) decides when scheduled plan changes become due. */
export const seededLines = (today: string): Seeded<LineSeed>[] => [
  {
    note: "active, with a plan; PA05-01's example (blacklisted)",
    seed: { msisdn: '09012345678', iccid: '8981199993109195123', quota: '3161.31', traffic: PAPER_TRAFFIC },
  },
  { note: "PA03-02's example, with a registration of 2013 that never ends", seed: PAPER_LINE },
  { note: 'active, with voice options and fixed addresses', seed: VOICE_LINE },
  { note: 'suspended', seed: { msisdn: '08011110001', state: 'suspended' } },
  { note: 'in share group AAA0_00000000001', seed: { msisdn: '08011110002', groupCode: 'AAA0_00000000001' } },
  { note: 'active, without a plan', seed: { msisdn: '08011110003', planCode: '' } },
  {
    note: 'active, with a plan change scheduled for the first of next month',
    seed: {
      msisdn: '08011110004',
      async: { func: 'plnset', date: compactDay(nextMonth(today)), planCode: 'LTE3G_P02' },
    },
  },
  { note: 'obsolete', seed: { msisdn: '08011110005', state: 'obsolete', planCode: '' } },
  { note: 'waiting for set-up', seed: { msisdn: '08011110006', state: 'waiting', startDate: null } },
  {
    note: 'active, 14-digit M2M, without SMS and voice',
    seed: { msisdn: '02001234567890', iccid: '8981200003109195777', sms: 20, talk: 20 },
  },
];

/** Share groups of a fresh simulator. */
export const seededGroups = (today: string): Seeded<ShareGroupSeed>[] => [
  {
    note: "active; PA05-01's example (blacklisted)",
    seed: { groupCode: 'AAA0_00000000001', traffic: PAPER_TRAFFIC },
  },
  { note: "active; PA04-04's example", seed: { groupCode: 'QUMB_00000000001' } },
  { note: 'suspended', seed: { groupCode: 'BBB0_00000000001', state: 'suspended' } },
  {
    note: 'active, with a job scheduled for the first of next month',
    seed: { groupCode: 'CCC0_00000000001', async: { func: 'change', date: compactDay(nextMonth(today)) } },
  },
];

/** Master accounts of a fresh simulator, as in PA03-02's example. */
export const seededMasters: readonly Seeded<MasterAccountSeed>[] = [
  {
    note: 'master with two linked accounts',
    seed: {
      account: 'testMaster@test.ne.jp',
      linked: [
        {
          kind: 'MASTER',
          account: 'testAccount@test.ne.jp',
          state: 'active',
          startDate: '20120401',
          relationCode: 'testuser',
        },
        { kind: 'MVNO', account: '08038433843', state: 'suspended' },
      ],
    },
  },
];
