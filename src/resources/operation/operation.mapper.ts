import type { RememberedWrite } from '../../http/idempotency/write-ledger';
import { toSecond } from '../instant';
import type { OperationDto } from './operation.dto';

export function toOperation(write: RememberedWrite): OperationDto {
  return {
    operationId: write.operationId,
    type: write.type,
    state: toState(write),
    line: write.line,
    createdAt: toSecond(write.createdAt),
    endedAt: write.endedAt && toSecond(write.endedAt),
    resolution: write.resolution && {
      outcome: write.resolution.outcome,
      by: write.resolution.by,
      note: write.resolution.note,
      at: write.resolution.at,
    },
  };
}

function toState({ state, applied }: RememberedWrite): OperationDto['state'] {
  if (state === 'reserved' || state === 'sent') return 'running';
  if (state === 'done') return applied ? 'applied' : 'not_applied';
  return state;
}
