import type { MeDto } from './me.dto';

export const meExamples: Readonly<Record<string, MeDto>> = {
  'A client with limits of its own': {
    id: 'portal',
    authenticatedBy: 'api_key',
    scopes: ['sims:read', 'quota:write'],
    lines: ['0901*', 'AAA0_*'],
    limits: {
      rate: { perSecond: 10, burst: 20, remaining: 19 },
      inFlight: { limit: 32, remaining: 31 },
      trafficLines: { limit: 60, windowSeconds: 600, remaining: 58 },
      otherLines: { limit: 600, windowSeconds: 600, remaining: 600 },
      maxAmountMb: 10000,
      dailyAmountMb: { limitMb: 50000, remainingMb: 49900, day: '2026-02-05' },
      planCodes: null,
    },
  },
};
