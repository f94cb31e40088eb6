import { accountStates, asyncFunctions } from '../freebit/calls/account-detail/account-states';
import { accountStatuses, toAccountStatus } from './account-status';
import { pendingOperationTypes, toPendingOperation } from './pending-operation.dto';

it('has a status for every state of the paper, and a state for every status', () => {
  const statuses = [...accountStates, 'unknown' as const].map(toAccountStatus);

  expect(statuses).toEqual(accountStatuses);
});

it('has a type for every job of the paper, and a job for every type', () => {
  const types = [...asyncFunctions, 'unknown' as const].map(
    (func) => toPendingOperation({ func, date: null })?.type,
  );

  expect(types).toEqual(pendingOperationTypes);
});

it('has no pending operation when no job waits', () => {
  expect(toPendingOperation(null)).toBeNull();
});
