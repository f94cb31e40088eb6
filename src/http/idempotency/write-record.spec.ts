import { parseWriteRecord } from './write-record';

const RECORD = {
  ...{
    state: 'sent',
    owner: 'me',
    leaseUntilMs: 1_770_000_000_000,
    fingerprint: 'content',
    caller: 'portal',
  },
  ...{ type: 'quota_addition', line: '090****5678', lineKey: 'line:x', details: 'sealed', answer: null },
  ...{ applied: null, createdAt: '2026-02-05T07:26:46Z', endedAt: null, resolution: null },
};

describe('the record of a write', () => {
  it.each(['reserved', 'sent', 'done', 'unknown', 'not_applied'])(
    'is read as it was written when it is %s',
    (state) => {
      expect(parseWriteRecord(JSON.stringify({ ...RECORD, state }))).toEqual({ ...RECORD, state });
    },
  );

  it.each([
    '',
    ' ',
    'null',
    'true',
    '7',
    '"sent"',
    '[]',
    '{}',
    '{"state":"sent"}',
    JSON.stringify(RECORD).slice(0, -1),
  ])('is not found in %s', (text) => {
    expect(parseWriteRecord(text)).toBeUndefined();
  });

  it.each([
    { state: 'SENT' },
    { state: undefined },
    { owner: 7 },
    { leaseUntilMs: '1770000000000' },
    { leaseUntilMs: null },
    { fingerprint: null },
    { details: undefined },
  ])('is not found where something is not what it has to be: %j', (wrong) => {
    expect(parseWriteRecord(JSON.stringify({ ...RECORD, ...wrong }))).toBeUndefined();
  });
});
