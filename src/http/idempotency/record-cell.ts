import { UnreadableRecordError, type Snapshot, type Store } from '../../store/store';

/** A change of a record: the record that shall be there, or null to leave everything as it is. */
export interface Change<Value> {
  readonly next: Value | null;
}

/** How a record is written down. */
export interface Notation<Value> {
  /** Undefined for a text that is no such record. */
  readonly parse: (text: string) => Value | undefined;
  /** Milliseconds after which the store may forget the record; undefined for never. */
  readonly ttlMs: (value: Value) => number | undefined;
}

/**
 * One record of the shared store. Applies changes to the record as it is now, again and again until nobody else was
 * quicker. Rejects with `StoreUnavailableError` when the store does not answer, and with
 * `UnreadableRecordError` when the key holds something that is no such record.
 */
export class RecordCell<Value> {
  constructor(
    private readonly store: Store,
    private readonly key: string,
    private readonly notation: Notation<Value>,
  ) {}

  async read(): Promise<{ value: Value | null; nowMs: number }> {
    const seen = await this.store.read(this.key);
    return { value: this.valueIn(seen), nowMs: seen.nowMs };
  }

  async change<Outcome extends Change<Value>>(
    transition: (value: Value | null, nowMs: number) => Outcome,
  ): Promise<Outcome> {
    for (;;) {
      const seen = await this.store.read(this.key);
      const outcome = transition(this.valueIn(seen), seen.nowMs);
      if (outcome.next === null) return outcome;
      const text = JSON.stringify(outcome.next);
      if (text === seen.text) return outcome;
      if (await this.store.compareAndSet(this.key, seen, text, this.notation.ttlMs(outcome.next)))
        return outcome;
    }
  }

  /** Deletes the record if it is such a one. */
  async remove(condition: (value: Value) => boolean): Promise<void> {
    for (;;) {
      const seen = await this.store.read(this.key);
      const value = this.valueIn(seen);
      if (value === null || !condition(value)) return;
      if (await this.store.compareAndSet(this.key, seen, null)) return;
    }
  }

  private valueIn({ text, foreign }: Snapshot): Value | null {
    if (text === null && !foreign) return null;
    const value = text === null ? undefined : this.notation.parse(text);
    if (value === undefined) throw new UnreadableRecordError('A record of the store cannot be read');
    return value;
  }
}
