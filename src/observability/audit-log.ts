import { maskText } from './mask-text';
import { maskRequestId } from './request-id';

/** One line of the audit log: who wrote what to which line, and the outcome. */
export interface AuditLine {
  /**
   * `intent` is written before anything is sent, `outcome` afterwards. An `intent` without `outcome` has an unknown
   * outcome.
   */
  readonly audit: 'intent' | 'outcome' | 'resolution';
  readonly operationId: string;
  /** The number of the attempt. */
  readonly attempt: number;
  readonly caller: string;
  /** The user behind the calling application, as the application names it. */
  readonly onBehalfOf?: string | undefined;
  readonly requestId?: string | undefined;
  /** `quota_addition` or `plan_change`. */
  readonly type: string;
  /** Masked. */
  readonly line: string;
  /** The pseudonym of the line. */
  readonly lineName: string;
  readonly amountMb?: number;
  readonly planCode?: string;
  readonly effectiveOn?: string;
  readonly outcome?: 'applied' | 'refused' | 'not_applied' | 'unknown';
  /** The code of the problem in the answer, if any. */
  readonly code?: string;
  readonly note?: string | undefined;
}

/**
 * Writes audit lines: resolves when the line is written completely. `announces` is true for an `intent`, which may be
 * refused if too many lines wait.
 */
export type AuditSink = (line: string, announces: boolean) => Promise<void>;

/** An audit line could not be written, so the announced write must not be sent. */
export class AuditUnavailable extends Error {
  override readonly name = 'AuditUnavailable';

  /** @param willFollow whether the line is written yet, once that is possible. */
  constructor(readonly willFollow: boolean) {
    super('the audit log cannot be written');
  }
}

/** Operations that were never announced and have not ended yet; far more than requests can be in flight. */
const MOST_UNANNOUNCED = 10_000;

/** Writes one JSON line for each step of a write. Unlike log lines, an accepted audit line is never dropped. */
export class AuditLog {
  /** Attempts whose intent was not accepted: an outcome line would be about a write that was never sent. */
  private readonly unannounced = new Set<string>();

  constructor(private readonly sink: AuditSink) {}

  /**
   * Resolves when the line is written. Rejects with `AuditUnavailable` if that takes more than a second: then the
   * announced write must not be sent. The line is still written later, unless a thousand lines are already waiting.
   */
  async write(line: AuditLine): Promise<void> {
    const attempt = `${line.operationId} ${line.attempt}`;
    if (line.audit === 'outcome' && this.unannounced.delete(attempt)) return;
    try {
      const text = JSON.stringify({ time: new Date().toISOString(), ...shown(line) });
      await this.sink(`${text}\n`, line.audit !== 'outcome');
    } catch (error) {
      const willFollow = error instanceof AuditUnavailable && error.willFollow;
      if (line.audit === 'intent' && !willFollow) this.neverAnnounced(attempt);
      throw error instanceof AuditUnavailable ? error : new AuditUnavailable(false);
    }
  }

  private neverAnnounced(attempt: string): void {
    const [oldest] = this.unannounced;
    if (this.unannounced.size >= MOST_UNANNOUNCED && oldest !== undefined) this.unannounced.delete(oldest);
    this.unannounced.add(attempt);
  }
}

/** The allowed fields, listed by name; text of a caller or a person is masked. */
function shown(line: AuditLine): Record<string, unknown> {
  const { audit, operationId, attempt, caller, onBehalfOf, requestId, type, lineName } = line;
  const { amountMb, planCode, effectiveOn, outcome, code, note } = line;
  return {
    ...{ audit, operationId, attempt, caller },
    onBehalfOf: onBehalfOf === undefined ? undefined : maskText(onBehalfOf),
    requestId: requestId === undefined ? undefined : maskRequestId(requestId),
    ...{ type, line: line.line, lineName, amountMb, planCode, effectiveOn, outcome, code },
    note: note === undefined ? undefined : maskText(note),
  };
}
