import type { PlanChangeDto, PlanChangeRequest, PlanDto } from './plan.dto';

/** Requests to start from. */
export const planChangeExamples: Readonly<Record<string, PlanChangeRequest>> = {
  'At once': { planCode: 'LTE3G_P02' },
  'Without a global IP address': { planCode: 'LTE3G_P02', globalIp: false },
  'On a day': { planCode: 'LTE3G_P02', effectiveOn: '2036-12-31' },
};

const plan = {
  msisdn: '09012345678',
  planCode: 'LTE3G_P01',
  ipv4: null,
  ipv6: null,
  pendingOperation: null,
  retrievedAt: '2026-02-05T07:26:46Z',
  stale: false,
} satisfies PlanDto;

/** Plans of SIMs of the sandbox, as they are answered. */
export const planExamples: Readonly<Record<string, PlanDto>> = {
  'A plan': plan,
  'A change that waits for its day': {
    ...plan,
    msisdn: '08011110004',
    pendingOperation: { type: 'plan_set', scheduledOn: '2026-03-01' },
  },
};

const changed = {
  operationId: '0f8fad5b-d9cb-869f-a165-70867728950e',
  msisdn: '09012345678',
  planCode: 'LTE3G_P02',
  ipv4: null,
  ipv6: null,
};
const applied: PlanChangeDto = { ...changed, state: 'applied', effectiveOn: null };

/** What the requests above are answered with, by their names. */
export const planChangedAnswers: Readonly<Record<string, PlanChangeDto>> = {
  'At once': applied,
  'Without a global IP address': applied,
};

export const planScheduledAnswers: Readonly<Record<string, PlanChangeDto>> = {
  'On a day': { ...changed, state: 'scheduled', effectiveOn: '2036-12-31' },
};
