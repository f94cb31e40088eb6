import type { ProblemError } from '../http/problems/problem-error';
import { lineForm, lock, type LineRecord, type OpenWrite } from '../lines/line-record';
import type { Epoch } from '../store/epochs';
import { put, type Decision } from '../store/records';
import { problemOfKeyAge } from './idempotency-key';
import type { NamedOperation, WriteCall, WriteCommand } from './write-command';
import { OPEN_INDEX, writesIndex, type Operation, type WriteLedger } from './write-ledger';
import { stateAt, type WriteRecord } from './write-record';

/** What to do with a request with this key on this line. */
export type BeginStep =
  /** It owns both, and may be executed. */
  | { readonly kind: 'execute'; readonly record: WriteRecord; readonly lineText: string }
  | { readonly kind: 'replay'; readonly operation: Operation }
  /** An earlier request with the key is still running, for at most `forMs` milliseconds. */
  | { readonly kind: 'in_use'; readonly forMs: number }
  | { readonly kind: 'reused' }
  | { readonly kind: 'account_busy' | 'previous_unknown'; readonly operationId: string }
  | { readonly kind: 'forgotten' | 'refused'; readonly problem: ProblemError }
  /** The bucket has no valid epoch. */
  | { readonly kind: 'no_epoch' };

/** A request to write, with its names. */
export interface WriteToBegin {
  readonly operation: NamedOperation;
  readonly call: WriteCall;
  readonly command: WriteCommand;
}

/** The records at a moment of the store's clock. */
export interface SeenRecords {
  readonly record: WriteRecord | null;
  readonly line: LineRecord | null;
  readonly epoch: Epoch | null;
  readonly nowMs: number;
}

export interface BeginRules {
  readonly ledger: WriteLedger;
  /** Milliseconds that an attempt has for everything before it is sent. */
  readonly reservationMs: number;
}

/**
 * Decides about a request from the current records. The order of the checks is part of the contract: see decision 0012.
 */
export function decideBegin(
  { ledger, reservationMs }: BeginRules,
  write: WriteToBegin,
  seen: SeenRecords,
): Decision<BeginStep> {
  const { record, epoch, nowMs } = seen;
  if (epoch === null) return nothing({ kind: 'no_epoch' });
  const settled =
    (record && remembered(ledger, write, record, nowMs)) ??
    refused(write, { nowMs, epoch, isNew: record === null, ttlMs: ledger.ttlMs });
  if (settled) return nothing(settled);
  const attempt = (record?.attempt ?? 0) + 1;
  return takeLine(ledger, write, reserve(ledger, write, attempt, nowMs + reservationMs), seen);
}

function nothing(result: BeginStep): Decision<BeginStep> {
  return { changes: [], result };
}

/** The record of an earlier request with the key; null if it has applied nothing, so that this one may run. */
function remembered(
  ledger: WriteLedger,
  { operation }: WriteToBegin,
  record: WriteRecord,
  nowMs: number,
): BeginStep | null {
  const state = stateAt(record, nowMs);
  if (state === 'not_applied') return null;
  if (record.fingerprint !== operation.fingerprint) return { kind: 'reused' };
  if (state === 'reserved' || state === 'sent') return { kind: 'in_use', forMs: record.leaseUntilMs - nowMs };
  return { kind: 'replay', operation: ledger.toOperation(operation.operationId, record, nowMs) };
}

/** Why a write without a record must not run: first because of its key, then because of its content. */
function refused(
  { call, command }: WriteToBegin,
  at: { readonly nowMs: number; readonly epoch: Epoch; readonly isNew: boolean; readonly ttlMs: number },
): BeginStep | null {
  const tooOld = at.isNew ? problemOfKeyAge(call.key, at) : null;
  if (tooOld) return { kind: 'forgotten', problem: tooOld };
  const problem = command.check();
  return problem && { kind: 'refused', problem };
}

/** Takes the line, and reserves the operation in the same change. */
function takeLine(
  ledger: WriteLedger,
  { operation }: WriteToBegin,
  reserved: WriteRecord,
  { line, nowMs }: SeenRecords,
): Decision<BeginStep> {
  const { operationId, owner, fingerprint, keys } = operation;
  const wanted: OpenWrite = {
    ...{ operationId, owner, fingerprint },
    ...{ state: 'reserved', untilMs: reserved.leaseUntilMs, toldUnknown: false },
  };
  const locked = lock(line, wanted, nowMs);
  if (locked.kind === 'busy') return nothing({ kind: 'account_busy', operationId: locked.operationId });
  if (locked.kind === 'previous_unknown') return nothing(locked);
  const next = put(keys[1], locked.next, lineForm);
  return {
    changes: [put(keys[0], reserved, ledger.form), next],
    indexing: [
      { index: OPEN_INDEX, member: operationId, score: nowMs },
      { index: writesIndex(operation.line), member: operationId, score: nowMs, keep: ledger.ttlMs },
    ],
    result: { kind: 'execute', record: reserved, lineText: next.next },
  };
}

function reserve(
  ledger: WriteLedger,
  { operation, call, command }: WriteToBegin,
  attempt: number,
  leaseUntilMs: number,
): WriteRecord {
  const { operationId, owner, fingerprint } = operation;
  const { type, line, content, presumed } = command;
  return {
    state: 'reserved',
    attempt,
    owner,
    leaseUntilMs,
    fingerprint,
    caller: call.caller,
    type,
    line: operation.line.pseudonym,
    details: ledger.sealDetails(operationId, { line, command: content, presumed: presumed(operationId) }),
    answer: null,
    toldUnknown: false,
    createdAt: new Date().toISOString(),
    sentAt: null,
    endedAt: null,
    resolution: null,
  };
}
