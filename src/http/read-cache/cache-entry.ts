/** What Freebit said about a subject. */
export type Answer<Value> =
  | { readonly kind: 'found'; readonly value: Value }
  /** There is none, in the codes that Freebit said it with. */
  | { readonly kind: 'missing'; readonly detailCode: string; readonly statusCode: string | null };

/** One answer of Freebit that is kept for a while. */
export interface CacheEntry<Value = unknown> {
  /** The version of the line before Freebit was asked. */
  readonly version: number;
  /** The store's clock before Freebit was asked, so that an age is never too young. */
  readonly askedAtMs: number;
  /** RFC 3339, for people. */
  readonly retrievedAt: string;
  readonly answer: Answer<Value>;
}

/** An entry as it is written down: everything but what it must be compared by is sealed. */
export interface SealedEntry extends Pick<CacheEntry, 'version' | 'askedAtMs'> {
  readonly sealed: string;
}

/** Undefined for a text that is no entry. */
export function parseSealedEntry(text: string): SealedEntry | undefined {
  try {
    const value = JSON.parse(text) as Partial<SealedEntry> | null;
    return typeof value?.version === 'number' &&
      typeof value.askedAtMs === 'number' &&
      typeof value.sealed === 'string'
      ? (value as SealedEntry)
      : undefined;
  } catch {
    return undefined;
  }
}
