import type { Operation, WriteDetails } from '../../writes/write-ledger';
import type { WriteRecord } from '../../writes/write-record';
import { toOperation } from './operation.mapper';

const RECORD: WriteRecord = {
  ...{ state: 'unknown', attempt: 2, owner: 'owner', leaseUntilMs: 1, fingerprint: 'content' },
  ...{ caller: 'portal', type: 'quota_addition', line: 'pseudonym', details: 'sealed', answer: 'sealed' },
  ...{ toldUnknown: true, createdAt: '2026-02-05T07:26:46.123Z', sentAt: '2026-02-05T07:26:47.123Z' },
  ...{ endedAt: null, resolution: null },
};
const details: WriteDetails = {
  line: { type: 'sim', id: '09012345678' },
  command: { amountMb: 100, reference: 'campaign-100' },
  presumed: { status: 201, body: {} },
};
const OPERATION: Operation = { operationId: 'id', record: RECORD, state: 'unknown', details };
const parts = { details, problem: undefined, note: null };

it('shows the whole command, but nothing that is sealed or only for the store', () => {
  expect(toOperation(OPERATION, parts)).toEqual({
    operationId: 'id',
    attempt: 2,
    type: 'quota_addition',
    state: 'unknown',
    target: { type: 'sim', msisdn: '09012345678' },
    command: { amountMb: 100, reference: 'campaign-100' },
    caller: 'portal',
    createdAt: '2026-02-05T07:26:46Z',
    sentAt: '2026-02-05T07:26:47Z',
    endedAt: null,
  });
});

it.each([
  ['reserved', 'running'],
  ['sent', 'running'],
  ['applied', 'applied'],
  ['refused', 'not_applied'],
  ['unknown', 'unknown'],
  ['not_applied', 'not_applied'],
] as const)('shows an operation that is %s as %s', (state, shown) => {
  expect(toOperation({ ...OPERATION, state }, parts).state).toBe(shown);
});

it('shows the resolution with its attempt, author and time', () => {
  const resolution = { outcome: 'applied', attempt: 2, by: 'person', at: '2026-02-05T08:00:00Z' } as const;
  const record = { ...RECORD, resolution: { ...resolution, note: 'sealed' } };

  expect(toOperation({ ...OPERATION, record }, { ...parts, note: 'seen' }).resolution).toEqual({
    ...resolution,
    note: 'seen',
  });
});
