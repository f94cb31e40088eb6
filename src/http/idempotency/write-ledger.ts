import { UnreadableRecordError, type Store } from '../../store/store';
import type { TextSeal } from '../../store/sealed-text';
import { RecordCell, type Notation } from './record-cell';
import { expire } from './write-transitions';
import { parseWriteRecord, type KeptAnswer, type WriteDetails, type WriteRecord } from './write-record';

const PREFIX = 'op:';
/** How many records are read at the same time. */
const AT_ONCE = 20;

/** A write as people look at it. */
export interface RememberedWrite extends WriteRecord {
  readonly operationId: string;
}

/** The writes that this gateway remembers, each under the id of its operation. */
export class WriteLedger {
  private readonly notation: Notation<WriteRecord>;

  constructor(
    private readonly store: Store,
    private readonly seal: TextSeal,
    ttlMs: number,
  ) {
    const forgettable = new Set<WriteRecord['state']>(['reserved', 'done', 'not_applied']);
    this.notation = {
      parse: parseWriteRecord,
      // A write that may have been applied is remembered until somebody finds out.
      ttlMs: ({ state }) => (forgettable.has(state) ? ttlMs : undefined),
    };
  }

  cell(operationId: string): RecordCell<WriteRecord> {
    return new RecordCell(this.store, PREFIX + operationId, this.notation);
  }

  /** The write as it stands: one whose owner is gone after sending is unknown. */
  async find(operationId: string): Promise<WriteRecord | null> {
    const { next } = await this.cell(operationId).change((record, nowMs) => ({
      next: record && expire(record, nowMs),
    }));
    return next;
  }

  /** Ids of all writes that are remembered, in no order. Looks at the whole store: for people, not for requests. */
  async ids(): Promise<string[]> {
    return (await this.store.keys(PREFIX)).map((key) => key.slice(PREFIX.length));
  }

  /** Those of the writes that are there, as they stand. One that is damaged is told, and must not hide the others. */
  async findAll(
    ids: readonly string[],
    onUnreadable: (operationId: string) => void,
  ): Promise<RememberedWrite[]> {
    const found: RememberedWrite[] = [];
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const writes = await Promise.all(
        ids.slice(at, at + AT_ONCE).map((id) => this.readable(id, onUnreadable)),
      );
      found.push(...writes.filter((write) => write !== null));
    }
    return found;
  }

  private async readable(
    operationId: string,
    onUnreadable: (operationId: string) => void,
  ): Promise<RememberedWrite | null> {
    const record = await this.find(operationId).catch((error: unknown) => {
      if (!(error instanceof UnreadableRecordError)) throw error;
      onUnreadable(operationId);
      return null;
    });
    return record && { ...record, operationId };
  }

  sealDetails(operationId: string, details: WriteDetails): string {
    return this.seal.seal(JSON.stringify(details), `${PREFIX}${operationId}#details`);
  }

  /** Undefined when they were sealed under another OEM key. */
  openDetails(operationId: string, { details }: WriteRecord): WriteDetails | undefined {
    const text = this.seal.open(details, `${PREFIX}${operationId}#details`);
    return text === null ? undefined : (JSON.parse(text) as WriteDetails);
  }

  sealAnswer(operationId: string, answer: KeptAnswer): string {
    return this.seal.seal(JSON.stringify(answer), `${PREFIX}${operationId}#answer`);
  }

  /** Undefined when there is none yet, or when it was sealed under another OEM key. */
  openAnswer(operationId: string, { answer }: WriteRecord): KeptAnswer | undefined {
    const text = answer && this.seal.open(answer, `${PREFIX}${operationId}#answer`);
    return text ? (JSON.parse(text) as KeptAnswer) : undefined;
  }
}
