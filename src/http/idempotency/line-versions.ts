import type { Pseudonyms } from '../../store/pseudonyms';
import type { Store } from '../../store/store';
import type { LineLocks } from './line-locks';
import { isBusy, isHeld, newLineRecord, parseLineRecord, type LineRecord } from './line-record';
import type { OwnMemory } from './own-memory';
import { RecordCell } from './record-cell';
import type { WriteLedger } from './write-ledger';

/** What one who reads a line has to know about the writes on it. */
export interface LineVersion {
  /** Never the same again once a write has begun, or has ended, on the line. */
  readonly version: number;
  /** Whether a write is under way, or may be: Freebit may change the line without a further version. */
  readonly busy: boolean;
  /** Whether it is not known what became of an earlier write, on which nobody works any more. */
  readonly unsettled: boolean;
  /** The store's clock. */
  readonly nowMs: number;
}

/** How long a record that only readers have asked for is kept: longer than anything that is read is kept. */
const QUIET_LINE_MS = 60 * 60_000;

export interface LineVersionsParts {
  readonly store: Store;
  readonly pseudonyms: Pseudonyms;
  readonly locks: LineLocks;
  readonly ledger: WriteLedger;
  /** Under another secret nobody finds here what the others write. */
  readonly memory: OwnMemory;
}

/** Tells readers whether a line may have been written on since they last looked. */
export class LineVersions {
  constructor(private readonly parts: LineVersionsParts) {}

  /**
   * The version now. A line without a record gets one, because "none" would be the same before and after a record
   * that was lost. Rejects with `StoreUnavailableError`, also when the store was written under another secret.
   */
  async current(account: string): Promise<LineVersion> {
    const { memory, pseudonyms } = this.parts;
    const lineKey = lineKeyOf(pseudonyms, account);
    const [{ record, nowMs }] = await Promise.all([this.read(lineKey), memory.expectRecently()]);
    if (record.open.length === 0 || isHeld(record, nowMs)) return toVersion(record, nowMs);
    const unknown = await this.unknownAmong(record, lineKey);
    if (unknown.size === record.open.length) return toVersion(record, nowMs, unknown);
    const later = await this.read(lineKey);
    return toVersion(later.record, later.nowMs, unknown);
  }

  /**
   * The owners of the open writes whose outcome nobody knows, looked up for every reader: whoever is told an outcome is
   * told after it is on record. Gives back what a crashed owner could not: a write that has ended without its line
   * being told.
   */
  private async unknownAmong({ open }: LineRecord, lineKey: string): Promise<ReadonlySet<string>> {
    const unknown = new Set<string>();
    for (const { operationId, owner } of open) {
      const state = (await this.parts.ledger.find(operationId))?.state;
      if (state === 'unknown') unknown.add(owner);
      else if (state === undefined || state === 'done' || state === 'not_applied')
        await this.parts.locks.give({ lineKey, owner });
    }
    return unknown;
  }

  private async read(lineKey: string): Promise<{ record: LineRecord; nowMs: number }> {
    const cell = new RecordCell<LineRecord>(this.parts.store, lineKey, notation);
    const { value, nowMs: seenAtMs } = await cell.read();
    if (value !== null) return { record: value, nowMs: seenAtMs };
    // With the record everything may have been lost, and somebody else's memory begun.
    await this.parts.memory.expectNow();
    const { next, nowMs } = await cell.change((record, now) => ({
      next: record ?? newLineRecord(now),
      nowMs: now,
    }));
    return { record: next, nowMs };
  }
}

const notation = { parse: parseLineRecord, ttlMs: () => QUIET_LINE_MS };

/** The key of the record of a line; its name does not show in it. */
export function lineKeyOf(pseudonyms: Pseudonyms, account: string): string {
  return `line:${pseudonyms.of(account)}`;
}

function toVersion(record: LineRecord, nowMs: number, unknown: ReadonlySet<string> = new Set()): LineVersion {
  const busy = isBusy(record, nowMs, ({ owner }) => unknown.has(owner));
  return { version: record.version, busy, unsettled: !busy && record.open.length > 0, nowMs };
}
