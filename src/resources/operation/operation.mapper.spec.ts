import type { RememberedWrite } from '../../http/idempotency/write-ledger';
import { toOperation } from './operation.mapper';

const WRITE: RememberedWrite = {
  ...{ operationId: 'id', state: 'unknown', owner: 'owner', leaseUntilMs: 1, fingerprint: 'content' },
  ...{ caller: 'portal', type: 'quota_addition', line: '090****5678', lineKey: 'line:x', details: 'sealed' },
  ...{ answer: 'sealed', applied: null, createdAt: '2026-02-05T07:26:46Z', endedAt: null, resolution: null },
};

it('tells of a write what people need, and nothing that is sealed or only for the store', () => {
  expect(toOperation(WRITE)).toEqual({
    operationId: 'id',
    type: 'quota_addition',
    state: 'unknown',
    line: '090****5678',
    createdAt: '2026-02-05T07:26:46Z',
    endedAt: null,
    resolution: null,
  });
});

it.each([
  ['reserved', null, 'running'],
  ['sent', null, 'running'],
  ['done', true, 'applied'],
  ['done', false, 'not_applied'],
  ['unknown', null, 'unknown'],
  ['not_applied', false, 'not_applied'],
] as const)('calls a write that is %s (applied: %s) %s', (state, applied, told) => {
  expect(toOperation({ ...WRITE, state, applied }).state).toBe(told);
});

it('tells what was found out, by whom and when', () => {
  const resolution = { outcome: 'applied', by: 'person', note: null, at: '2026-02-05T08:00:00Z' } as const;

  expect(toOperation({ ...WRITE, state: 'done', applied: true, resolution }).resolution).toEqual(resolution);
});
