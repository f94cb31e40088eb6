import { maskLine } from '../../observability/mask-line';
import type { Pseudonyms } from '../../store/pseudonyms';
import { ProblemError } from '../problems/problem-error';
import { fingerprintOf, timeOfKey } from './idempotency-key';
import type { LineHold } from './line-locks';
import { vouchesSinceMs, type StoreEpoch } from './store-epoch';
import type { WriteCall } from './write-call.decorator';
import type { WriteCommand } from './write-command';
import type { WriteLedger } from './write-ledger';
import { forgotten, inUse } from './write-problems';
import type { WriteRecord } from './write-record';
import { begin } from './write-transitions';

/** What a key means to a request that brings it. */
export type Reserved =
  | { readonly kind: 'execute'; readonly hold: LineHold }
  | { readonly kind: 'replay'; readonly record: WriteRecord };

interface Claim {
  readonly operationId: string;
  readonly owner: string;
}

/** Decides for each key whether its write is to be executed now, by this process. */
export class Reservations {
  /** `leaseMs` is how long a process has for everything before it sends. */
  constructor(
    private readonly ledger: WriteLedger,
    private readonly epoch: StoreEpoch,
    private readonly names: Pseudonyms,
    private readonly leaseMs: number,
  ) {}

  /** Throws the problem of a key that is running, was used for something else, or may have been forgotten. */
  async reserve(call: WriteCall, command: WriteCommand, claim: Claim): Promise<Reserved> {
    const { operationId, owner } = claim;
    const draft = this.draft(call, command, claim);
    const { begun, next } = await this.ledger.cell(operationId).change((record, nowMs) => {
      const fresh = { ...draft, leaseUntilMs: nowMs + this.leaseMs };
      return begin(record, { nowMs, owner, draft: fresh });
    });
    if (begun.kind === 'reused') throw new ProblemError('IDEMPOTENCY_KEY_REUSED', { operationId });
    if (begun.kind === 'running') throw inUse(operationId, begun.forMs);
    if (begun.kind === 'replay' && next) return { kind: 'replay', record: next };
    await this.refuseForgotten(call.key).catch(async (error: unknown) => {
      await this.ledger.cell(operationId).remove((record) => record.owner === owner);
      throw error;
    });
    const { fingerprint } = draft;
    return { kind: 'execute', hold: { operationId, owner, lineKey: command.lineKey, fingerprint } };
  }

  /**
   * A store that was wiped after a key was made cannot tell whether the write has been sent before; nor can one that
   * was written under another secret.
   */
  private async refuseForgotten(key: string | undefined): Promise<void> {
    // Read after the reservation, so that a wipe before it cannot go unnoticed; and after every one, because an
    // earlier process may have died between its reservation and this.
    const sinceMs = vouchesSinceMs(await this.epoch.current());
    const madeAtMs = key && timeOfKey(key);
    if (typeof madeAtMs === 'number' && madeAtMs < sinceMs) throw forgotten();
  }

  private draft(
    { caller, route }: WriteCall,
    command: WriteCommand,
    { operationId, owner }: Claim,
  ): WriteRecord {
    const { type, account, lineKey, content, presumed } = command;
    return {
      state: 'reserved',
      owner,
      leaseUntilMs: 0,
      fingerprint: fingerprintOf(this.names, { route, account, content }),
      caller,
      type,
      line: maskLine(account),
      lineKey,
      details: this.ledger.sealDetails(operationId, { account, content, presumed: presumed(operationId) }),
      answer: null,
      applied: null,
      createdAt: new Date().toISOString(),
      endedAt: null,
      resolution: null,
    };
  }
}
