import type { OperationListDto, OperationResolutionRequest } from './operation.dto';

/** Findings to start from. */
export const resolutionExamples: Readonly<
  Record<string, { summary: string; value: OperationResolutionRequest }>
> = {
  applied: {
    summary: 'Freebit shows the write',
    value: { outcome: 'applied', note: 'The quota history of Freebit shows the addition.' },
  },
  not_applied: {
    summary: 'Freebit says that it did nothing',
    value: { outcome: 'not_applied', note: 'Freebit support found no trace of it on 2026-02-06.' },
  },
};

/** A list as it is answered. */
export const unknownOperations: OperationListDto = {
  operations: [
    {
      operationId: '0f8fad5b-d9cb-869f-a165-70867728950e',
      type: 'quota_addition',
      state: 'unknown',
      line: '090****5678',
      createdAt: '2026-02-05T07:26:46Z',
      endedAt: '2026-02-05T07:26:48Z',
      resolution: null,
    },
  ],
};
