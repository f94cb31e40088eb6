import { accountStates, asyncFunctions } from '../freebit/calls/account-detail/account-states';
import { accountStatuses, toAccountStatus } from './account-status';
import { pendingOperationTypes, toPendingOperation } from './pending-operation.dto';

it('every state of the paper has a status, and every status a state', () => {
  const statuses = [...accountStates, 'unknown' as const].map(toAccountStatus);

  expect(statuses).toEqual(accountStatuses);
});

it('every job of the paper has a type, and every type a job', () => {
  const types = [...asyncFunctions, 'unknown' as const].map(
    (func) => toPendingOperation({ func, date: null })?.type,
  );

  expect(types).toEqual(pendingOperationTypes);
});

it('there is no pending operation when no job is pending', () => {
  expect(toPendingOperation(null)).toBeNull();
});
