import type { QuotaAdditionRequest } from './quota.dto';

/** Requests to start from. */
export const quotaAdditionExamples: Readonly<Record<string, QuotaAdditionRequest>> = {
  'Just the data': { amountMb: 100 },
  'With a reference and a last day': { amountMb: 1000, reference: 'campaign-100', expiresOn: '2036-12-31' },
};
