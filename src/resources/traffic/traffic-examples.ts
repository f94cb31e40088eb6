import type { ShareGroupTrafficDto, SimTrafficDto } from './traffic.dto';

/** Traffic of the sandbox, as it is answered. */
export const simTrafficExamples: Readonly<Record<string, SimTrafficDto>> = {
  'A SIM on the blacklist': {
    msisdn: '09012345678',
    todayKb: 100,
    recentDaysKb: [100, 200, 300],
    blacklisted: true,
    retrievedAt: '2026-02-05T07:26:46Z',
    stale: false,
  },
};

export const shareGroupTrafficExamples: Readonly<Record<string, ShareGroupTrafficDto>> = {
  'A group on the blacklist': {
    groupCode: 'AAA0_00000000001',
    todayKb: 100,
    blacklisted: true,
    retrievedAt: '2026-02-05T07:26:46Z',
    stale: false,
  },
};
