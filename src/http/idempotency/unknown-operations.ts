import { LRUCache } from 'lru-cache';
import type { WriteLedger } from './write-ledger';

/** The writes of unknown outcome that nobody has resolved yet. */
export interface OpenUnknowns {
  readonly count: number;
  /** When the first of them began, in milliseconds since 1970; null when there is none. */
  readonly oldestAtMs: number | null;
}

/** A record may be forgotten and its key used anew, so what has ended is looked at again after this time. */
const REMEMBERED = { max: 100_000, ttl: 10 * 60 * 1000 };

/** Counts the writes that wait for somebody to find out what became of them, whichever replica they went through. */
export class UnknownOperations {
  /** Writes that have ended: nothing but oblivion changes them, and most of what is remembered is of this kind. */
  private readonly ended = new LRUCache<string, true>(REMEMBERED);

  constructor(private readonly ledger: WriteLedger) {}

  /** Goes through the names of the whole store. Rejects with `StoreUnavailableError`. */
  async look(): Promise<OpenUnknowns> {
    const ids = (await this.ledger.ids()).filter((id) => !this.ended.has(id));
    const writes = await this.ledger.findAll(ids, () => undefined);
    for (const { operationId, state } of writes) if (state === 'done') this.ended.set(operationId, true);
    const begunAtMs = writes.filter(({ state }) => state === 'unknown').map((write) => toMs(write.createdAt));
    return { count: begunAtMs.length, oldestAtMs: begunAtMs.length > 0 ? Math.min(...begunAtMs) : null };
  }
}

function toMs(instant: string): number {
  return new Date(instant).getTime();
}
