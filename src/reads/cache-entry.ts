import { LRUCache } from 'lru-cache';
import { put, readRecord, type Next, type RecordForm } from '../store/records';
import type { TextSeal } from '../store/sealed-text';
import { UnreadableRecordError } from '../store/store';

/** What Freebit said about a line. */
export type Said<Value> =
  | { readonly kind: 'found'; readonly value: Value }
  /** The line does not exist, with the codes of Freebit's answer. */
  | { readonly kind: 'missing'; readonly detailCode: string; readonly statusCode: string | null };

/** One cached answer of Freebit. */
export interface CacheEntry<Value = unknown> {
  /** The version of the line before Freebit was called. */
  readonly version: string;
  /** The store's clock before Freebit was called, so that an age is never too low. */
  readonly askedAtMs: number;
  /** RFC 3339, for people. */
  readonly retrievedAt: string;
  readonly said: Said<Value>;
}

/** A stored entry: everything is encrypted except what has to be compared. */
interface SealedEntry {
  readonly version: string;
  readonly askedAtMs: number;
  readonly sealed: string;
}

const entryForm: RecordForm<SealedEntry> = {
  version: 1,
  isWhole: ({ version, askedAtMs, sealed }) =>
    typeof version === 'string' && typeof askedAtMs === 'number' && typeof sealed === 'string',
  ttlMs: () => undefined,
};

/** How many decrypted entries a process remembers. */
const REMEMBERED = 2_000;

/** Encrypts entries, and decrypts each text once: the same text gives the same entry. */
export class CacheEntries {
  private readonly opened = new LRUCache<string, CacheEntry>({ max: REMEMBERED });

  constructor(private readonly seal: TextSeal) {}

  /** The entry in a text of the store; null for none, and for one that cannot be decrypted. */
  open<Value>(key: string, text: string | null): CacheEntry<Value> | null {
    if (text === null) return null;
    const known = this.opened.get(text);
    if (known) return known as CacheEntry<Value>;
    const entry = this.read<Value>(key, text);
    if (entry) this.opened.set(text, entry);
    return entry;
  }

  /** The change that stores an entry for a time. */
  keep(key: string, entry: CacheEntry, keptMs: number): Next {
    const { version, askedAtMs, retrievedAt, said } = entry;
    const sealed = this.seal.seal(
      JSON.stringify({ retrievedAt, said }),
      placeOf(key, { version, askedAtMs }),
    );
    return { ...put(key, { version, askedAtMs, sealed }, entryForm), ttlMs: keptMs };
  }

  private read<Value>(key: string, text: string): CacheEntry<Value> | null {
    try {
      const kept = readRecord(text, entryForm);
      const opened = kept && this.seal.open(kept.sealed, placeOf(key, kept));
      if (!kept || opened === null) return null;
      const { version, askedAtMs } = kept;
      return {
        version,
        askedAtMs,
        ...(JSON.parse(opened) as Pick<CacheEntry<Value>, 'retrievedAt' | 'said'>),
      };
    } catch (error) {
      if (error instanceof UnreadableRecordError) return null;
      throw error;
    }
  }
}

/** Binds an entry to its version and time, so that it cannot be made younger. */
function placeOf(key: string, { version, askedAtMs }: Pick<CacheEntry, 'version' | 'askedAtMs'>): string {
  return `${key}#${version}#${askedAtMs}`;
}
