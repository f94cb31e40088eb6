import type { SimDto } from './sim.dto';

const sim = {
  msisdn: '09012345678',
  phoneNumber: '+819012345678',
  status: 'active',
  activatedOn: '2024-04-01',
  masterAccount: 'testMaster@test.ne.jp',
  planCode: 'LTE3G_P01',
  quotaMb: 3161.31,
  iccid: '8981199993109195123',
  imsi: '440109012345678',
  contractLine: '4G',
  formFactor: 'nano',
  smsEnabled: true,
  voiceEnabled: true,
  ipv4: null,
  ipv6: null,
  voiceOptions: null,
  pendingOperation: null,
  retrievedAt: '2026-02-05T07:26:46Z',
  stale: false,
} satisfies SimDto;

/** SIMs of the sandbox, as they are answered. */
export const simExamples: Readonly<Record<string, SimDto>> = {
  'A SIM with a plan': sim,
  'With voice options and fixed addresses': {
    ...sim,
    msisdn: '07011112222',
    phoneNumber: '+817011112222',
    quotaMb: 512.25,
    iccid: '89812000031091951237',
    imsi: '440107011112222',
    ipv4: '203.0.113.10',
    ipv6: '2001:db8::10',
    voiceOptions: {
      status: 'active',
      voicemailEnabled: true,
      callWaitingEnabled: true,
      callForwardingEnabled: false,
      internationalCallForwardingEnabled: false,
      worldCall: { mode: 'limited', creditLimitYen: 5000 },
      worldWing: { mode: 'unlimited', creditLimitYen: null },
      pendingOperation: null,
    },
  },
};
