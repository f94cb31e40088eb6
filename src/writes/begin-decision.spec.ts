import { ProblemError } from '../http/problems/problem-error';
import { lineForm, type LineRecord, type OpenWrite } from '../lines/line-record';
import { parseSim } from '../lines/line';
import { MemoryStore } from '../store/memory.store';
import { readRecord } from '../store/records';
import { TextSeal } from '../store/sealed-text';
import { decideBegin, type SeenRecords, type WriteToBegin } from './begin-decision';
import { WriteLedger } from './write-ledger';
import type { WriteRecord } from './write-record';

const NOW_MS = Date.parse('2026-02-05T07:26:46Z');
const TTL_MS = 24 * 60 * 60 * 1000;
const RESERVATION_MS = 25_000;
const ledger = new WriteLedger(new MemoryStore(), new TextSeal('secret', 'writes'), TTL_MS);
const rules = { ledger, reservationMs: RESERVATION_MS };
/** Version 7 UUIDs, which begin with 48 bits of time. */
const YOUNG_KEY = uuid7(NOW_MS - 1_000);
const OLD_KEY = uuid7(NOW_MS - TTL_MS - 1_000);
const epoch = { id: 'e', sinceMs: 0, replaced: false, secretMark: 'm' };
const closed = new ProblemError('WRITES_DISABLED');

function uuid7(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

function write(key: string = YOUNG_KEY, check: () => ProblemError | null = () => null): WriteToBegin {
  const line = parseSim('09012345678')!;
  return {
    operation: {
      ...{ operationId: 'op_7_mine', owner: 'me', bucket: '7', fingerprint: 'content' },
      ...{ keys: ['op:op_7_mine', 'line:pseudonym', 'epoch'], line: { pseudonym: 'pseudonym', bucket: 7 } },
    },
    call: { caller: 'portal', route: 'POST /sims/:msisdn/quota', key, requestId: 'r' },
    command: {
      ...{ type: 'quota_addition', line, content: { amountMb: 100 }, check },
      presumed: () => ({ status: 201, body: {} }),
    },
  };
}

function record(changes: Partial<WriteRecord> = {}): WriteRecord {
  return {
    ...{ state: 'applied', attempt: 1, owner: 'first', leaseUntilMs: NOW_MS + 5_000, fingerprint: 'content' },
    ...{ caller: 'portal', type: 'quota_addition', line: 'pseudonym', details: 'sealed', answer: null },
    ...{ toldUnknown: false, createdAt: '2026-02-05T07:26:46Z', sentAt: null, endedAt: null },
    ...{ resolution: null, ...changes },
  };
}

function openWrite(changes: Partial<OpenWrite> = {}): OpenWrite {
  return {
    ...{ operationId: 'op_7_other', owner: 'other', fingerprint: 'other content', state: 'reserved' },
    ...{ untilMs: NOW_MS + 5_000, toldUnknown: false, ...changes },
  };
}

function lineOf(open: OpenWrite): LineRecord {
  const { operationId, owner, untilMs } = open;
  return { version: 1, lock: { operationId, owner, untilMs }, open: [open] };
}

function decide(seen: Partial<SeenRecords> = {}, request: WriteToBegin = write()) {
  return decideBegin(rules, request, { record: null, line: null, epoch, nowMs: NOW_MS, ...seen });
}

describe('a request to write', () => {
  it('is not decided without an epoch of its bucket', () => {
    expect(decide({ epoch: null, record: record() })).toEqual({ changes: [], result: { kind: 'no_epoch' } });
  });

  it('with a new key reserves its operation and its line together', () => {
    const { changes, indexing, result } = decide();

    const [operation, line] = changes.map(({ next }) => next ?? null);
    expect(readRecord(operation!, ledger.form)).toMatchObject({
      ...{ state: 'reserved', attempt: 1, owner: 'me', leaseUntilMs: NOW_MS + RESERVATION_MS },
      ...{ fingerprint: 'content', caller: 'portal', line: 'pseudonym', answer: null },
    });
    expect(readRecord(line!, lineForm)?.lock).toEqual({
      ...{ operationId: 'op_7_mine', owner: 'me', untilMs: NOW_MS + RESERVATION_MS },
    });
    expect(indexing?.map(({ index, keep }) => [index, keep])).toEqual([
      ['open', undefined],
      ['writes:pseudonym', TTL_MS],
    ]);
    expect(result).toMatchObject({ kind: 'execute', lineText: line });
  });

  it('counts its attempts', () => {
    const freed = record({ state: 'not_applied', attempt: 4 });

    expect(decide({ record: freed }).result).toMatchObject({ kind: 'execute', record: { attempt: 5 } });
  });

  it.each(['applied', 'refused', 'unknown'] as const)(
    'replays an operation that is %s, regardless of current rules',
    (state) => {
      const request = write(OLD_KEY, () => closed);

      const { changes, result } = decide({ record: record({ state }), line: lineOf(openWrite()) }, request);

      expect(changes).toEqual([]);
      expect(result).toMatchObject({ kind: 'replay', operation: { operationId: 'op_7_mine', state } });
    },
  );

  it.each(['reserved', 'sent'] as const)('gets the remaining time of a first attempt that is %s', (state) => {
    expect(decide({ record: record({ state }) }).result).toEqual({ kind: 'in_use', forMs: 5_000 });
  });

  it.each([
    ['reserved', 'execute'],
    ['sent', 'replay'],
  ] as const)('after a first attempt whose lease ended while it was %s is decided as: %s', (state, kind) => {
    expect(decide({ record: record({ state, leaseUntilMs: NOW_MS }) }).result.kind).toBe(kind);
  });

  it('with other content is refused, unless the first attempt has applied nothing', () => {
    const other = { fingerprint: 'other' };

    expect(decide({ record: record(other) }).result).toEqual({ kind: 'reused' });
    expect(decide({ record: record({ ...other, state: 'not_applied' }) }).result.kind).toBe('execute');
  });

  it('with an old key without a record is refused before its content is checked', () => {
    const check = jest.fn(() => closed);

    const { result } = decide({}, write(OLD_KEY, check));

    expect(result).toMatchObject({ kind: 'forgotten', problem: { code: 'IDEMPOTENCY_KEY_EXPIRED' } });
    expect(check).not.toHaveBeenCalled();
  });

  it('with an old key that has applied nothing is checked like a new one', () => {
    const freed = record({ state: 'not_applied' });

    expect(decide({ record: freed }, write(OLD_KEY)).result.kind).toBe('execute');
    expect(
      decide(
        { record: freed },
        write(OLD_KEY, () => closed),
      ).result,
    ).toEqual({
      kind: 'refused',
      problem: closed,
    });
  });

  it('is refused for its content before its line is checked', () => {
    const refused = decide(
      { line: lineOf(openWrite()) },
      write(YOUNG_KEY, () => closed),
    );

    expect(refused).toEqual({ changes: [], result: { kind: 'refused', problem: closed } });
  });

  it('is refused when its line is busy, or an equal write on it is unknown', () => {
    const equal = openWrite({ fingerprint: 'content', state: 'unknown' });

    expect(decide({ line: lineOf(openWrite()) })).toEqual({
      changes: [],
      result: { kind: 'account_busy', operationId: 'op_7_other' },
    });
    expect(decide({ line: lineOf(equal) })).toEqual({
      changes: [],
      result: { kind: 'previous_unknown', operationId: 'op_7_other' },
    });
  });
});
