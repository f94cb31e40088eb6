import type { QuotaAdditionDto, QuotaAdditionRequest, QuotaDto } from './quota.dto';

/** Requests to start from. */
export const quotaAdditionExamples: Readonly<Record<string, QuotaAdditionRequest>> = {
  'Just the data': { amountMb: 100 },
  'With a reference and a last day': { amountMb: 1000, reference: 'campaign-100', expiresOn: '2036-12-31' },
};

/** The quota of a SIM of the sandbox, as it is answered. */
export const quotaExamples: Readonly<Record<string, QuotaDto>> = {
  'A SIM with a plan': {
    msisdn: '09012345678',
    quotaMb: 3161.31,
    retrievedAt: '2026-02-05T07:26:46Z',
    stale: false,
  },
};

/** What the requests above are answered with, by their names. */
export function quotaAdditionAnswers(target: QuotaAdditionDto['target']): Record<string, QuotaAdditionDto> {
  const accepted = { operationId: '0f8fad5b-d9cb-869f-a165-70867728950e', target };
  const acceptedAt = '2026-02-05T07:26:46Z';
  return {
    'Just the data': { ...accepted, amountMb: 100, reference: null, requestedExpiresOn: null, acceptedAt },
    'With a reference and a last day': {
      ...accepted,
      amountMb: 1000,
      reference: 'campaign-100',
      requestedExpiresOn: '2036-12-31',
      acceptedAt,
    },
  };
}
