import type { Pseudonyms } from '../../store/pseudonyms';
import type { TextSeal } from '../../store/sealed-text';
import { StoreUnavailableError, type Snapshot, type Store } from '../../store/store';
import { parseSealedEntry, type CacheEntry, type SealedEntry } from './cache-entry';
import type { Subject } from './read-kind';

/** The answers that are kept, sealed and under names that tell no line. */
export class CacheEntries {
  constructor(
    private readonly store: Store,
    private readonly seal: TextSeal,
    private readonly pseudonyms: Pseudonyms,
  ) {}

  /** What is kept, and the store's clock. What cannot be opened counts as absent. Rejects when the store is down. */
  async find<Value>(subject: Subject): Promise<{ entry: CacheEntry<Value> | null; nowMs: number }> {
    const key = this.keyOf(subject);
    const seen = await this.store.read(key);
    return { entry: this.open<Value>(key, seen), nowMs: seen.nowMs };
  }

  /** Keeps an entry unless a younger one is there; tells whether it did. A store that is down keeps nothing. */
  keep(subject: Subject, entry: CacheEntry, ttlMs: number): Promise<boolean> {
    const key = this.keyOf(subject);
    return this.replace(key, ttlMs, (seen) => {
      const kept = sealedIn(seen);
      return kept && kept.askedAtMs > entry.askedAtMs ? undefined : this.close(key, entry);
    });
  }

  /** Forgets what is kept, because Freebit says otherwise now. */
  async drop(subject: Subject): Promise<void> {
    await this.replace(this.keyOf(subject), undefined, ({ text }) => (text === null ? undefined : null));
  }

  /** Tries once: whoever was quicker knows as much. */
  private async replace(
    key: string,
    ttlMs: number | undefined,
    next: (seen: Snapshot) => string | null | undefined,
  ): Promise<boolean> {
    try {
      const seen = await this.store.read(key);
      const text = next(seen);
      return text !== undefined && (await this.store.compareAndSet(key, seen, text, ttlMs));
    } catch (error) {
      if (error instanceof StoreUnavailableError) return false;
      throw error;
    }
  }

  private keyOf({ kind, account }: Subject): string {
    return `cache:${kind}:${this.pseudonyms.of(account)}`;
  }

  private close(key: string, { version, askedAtMs, retrievedAt, answer }: CacheEntry): string {
    const sealed = this.seal.seal(
      JSON.stringify({ retrievedAt, answer }),
      placeOf(key, { version, askedAtMs }),
    );
    return JSON.stringify({ version, askedAtMs, sealed } satisfies SealedEntry);
  }

  private open<Value>(key: string, seen: Snapshot): CacheEntry<Value> | null {
    const kept = sealedIn(seen);
    const text = kept && this.seal.open(kept.sealed, placeOf(key, kept));
    if (!kept || text === null || text === undefined) return null;
    const { version, askedAtMs } = kept;
    return { version, askedAtMs, ...(JSON.parse(text) as Pick<CacheEntry<Value>, 'retrievedAt' | 'answer'>) };
  }
}

function sealedIn({ text }: Snapshot): SealedEntry | undefined {
  return text === null ? undefined : parseSealedEntry(text);
}

/** Binds an answer to its version and time: nobody can make it younger than it is. */
function placeOf(key: string, { version, askedAtMs }: Pick<CacheEntry, 'version' | 'askedAtMs'>): string {
  return `${key}#${version}#${askedAtMs}`;
}
