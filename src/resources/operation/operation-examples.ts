import type { OperationDto, OperationPageDto, ResolutionRequest } from './operation.dto';

/** Findings to start from. */
export const resolutionExamples: Readonly<Record<string, ResolutionRequest>> = {
  'Freebit shows the write': {
    attempt: 1,
    outcome: 'applied',
    note: 'The quota history of Freebit shows the addition.',
  },
  'Freebit says that it did nothing': {
    attempt: 1,
    outcome: 'not_applied',
    note: 'Freebit support found no trace of it on 2026-02-06.',
  },
};

const applied: OperationDto = {
  operationId: '0f8fad5b-d9cb-869f-a165-70867728950e',
  attempt: 1,
  type: 'quota_addition',
  state: 'applied',
  target: { type: 'sim', msisdn: '09012345678' },
  command: { amountMb: 100 },
  caller: 'portal',
  createdAt: '2026-02-05T07:26:46Z',
  sentAt: '2026-02-05T07:26:46Z',
  endedAt: '2026-02-05T07:26:46Z',
};

/** Operations as they are answered. */
export const operationExamples: Readonly<Record<string, OperationDto>> = {
  'Data was added': applied,
};

export const operationPageExamples: Readonly<Record<string, OperationPageDto>> = {
  'What was written on a line': { operations: [applied] },
};
