import type { WriteEnd } from './pending-write';
import type { KeptAnswer, WriteType } from './write-record';

/** A write as the rest of the gateway describes it. */
export interface WriteCommand {
  readonly type: WriteType;
  readonly account: string;
  /** Names the line in the store without telling its number. */
  readonly lineKey: string;
  /** Everything that makes it this write and no other. */
  readonly content: Readonly<Record<string, string | number | boolean>>;
  /** The answer if the write turns out to have been applied without Freebit's word for it. */
  readonly presumed: (operationId: string) => Extract<KeptAnswer, { kind: 'success' }>;
  /** Does it. `beforeSend` must be awaited right before the first byte leaves, and nothing sent if it rejects. */
  readonly execute: (operationId: string, beforeSend: () => Promise<void>) => Promise<WriteEnd>;
}
