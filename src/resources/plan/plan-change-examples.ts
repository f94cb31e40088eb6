import type { PlanChangeRequest } from './plan.dto';

/** Requests to start from. */
export const planChangeExamples: Readonly<Record<string, PlanChangeRequest>> = {
  'At once': { planCode: 'LTE3G_P02' },
  'Without a global IP address': { planCode: 'LTE3G_P02', globalIp: false },
  'On a day': { planCode: 'LTE3G_P02', effectiveOn: '2036-12-31' },
};
