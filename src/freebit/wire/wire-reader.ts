import { isCalendarDay } from './calendar-day';
import { UnreadableAnswer } from './unreadable-answer';
import { isWireObject, type WireObject, type WireValue } from './wire-json';

/**
 * Deviations of an answer from its paper, by field name. Names are limited in length and shape; values are never
 * included.
 */
export interface Findings {
  /** Fields with an undocumented value. */
  readonly unknownValues: string[];
  /** Fields that are not read. */
  readonly droppedFields: string[];
}

/**
 * Reads the fields of one object of an answer. Strict for values that decide (`requiredText`, `requiredDecimal`,
 * `items`), lenient for the rest: an undocumented value reads as null, as `unknown` or as absent, and its field name is
 * noted. A field that is absent, `null` or `""` reads as null. Numbers and strings are treated alike.
 */
export class WireReader {
  private readonly readNames = new Set<string>();

  constructor(
    private readonly object: WireObject,
    readonly findings: Findings = { unknownValues: [], droppedFields: [] },
  ) {}

  text(name: string): string | null {
    const value = this.value(name);
    if (value === null || typeof value === 'string') return value || null;
    return this.unknown(name, null);
  }

  /** Throws `UnreadableAnswer` if there is no text. */
  requiredText(name: string): string {
    const value = this.value(name);
    if (typeof value !== 'string' || value === '')
      throw new UnreadableAnswer(`${name} is missing or not a text`);
    return value;
  }

  /** An identifier made of digits, an ICCID or an IMSI, as printed: one trailing F is a filler and is kept. */
  digits(name: string): string | null {
    const text = this.text(name)?.trim() ?? null;
    if (text === null || /^\d{5,22}F?$/i.test(text)) return text;
    return this.unknown(name, null);
  }

  decimal(name: string): number | null {
    const text = this.text(name);
    return text === null ? null : (toDecimal(text) ?? this.unknown(name, null));
  }

  /** Throws `UnreadableAnswer` if there is no number. */
  requiredDecimal(name: string): number {
    const number = toDecimal(this.requiredText(name));
    if (number === null) throw new UnreadableAnswer(`${name} is not a number`);
    return number;
  }

  /**
   * Comma-separated numbers, or a list of them, in the given order; empty for none. An item that is not a number is
   * null.
   */
  decimals(name: string): (number | null)[] {
    const value = this.value(name);
    const list = typeof value === 'string' && value !== '' ? value.split(',') : value;
    if (list === null || list === '') return [];
    if (!Array.isArray(list)) return this.unknown(name, []);
    return list.map(
      (item) => (typeof item === 'string' ? toDecimal(item) : null) ?? this.unknown(name, null),
    );
  }

  /** `10` is true, `20` is false; anything else is undefined. */
  flag(name: string): boolean | undefined {
    const value = this.text(name);
    if (value === null) return undefined;
    if (value === '10' || value === '20') return value === '10';
    this.unknown(name, undefined);
    return undefined;
  }

  oneOf<const Value extends string>(name: string, values: readonly Value[]): Value | 'unknown' | null {
    const value = this.text(name);
    if (value === null) return null;
    return values.find((known) => known === value) ?? this.unknown(name, 'unknown');
  }

  /** `YYYYMMDD`, as number or text, becomes `YYYY-MM-DD`. */
  day(name: string): string | null {
    const value = this.text(name);
    if (value === null) return null;
    const isCompact = value.length === 8;
    const day = isCompact ? `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6)}` : value;
    return isCalendarDay(day) ? day : this.unknown(name, null);
  }

  /** An object inside this one, or the only object of a list; null if absent or empty. */
  child(name: string): WireReader | null {
    const value = this.value(name);
    if (value === null || value === '') return null;
    const inner = Array.isArray(value) && value.length === 1 ? value[0] : value;
    if (!isWireObject(inner)) return this.unknown(name, null);
    return Object.keys(inner).length === 0 ? null : new WireReader(inner, this.findings);
  }

  /** The objects of a list, or a single object. Throws `UnreadableAnswer` for anything else. */
  items(name: string): WireReader[] {
    const value = this.value(name);
    const items = Array.isArray(value) ? value : [value];
    return items.map((item) => {
      if (!isWireObject(item)) throw new UnreadableAnswer(`${name} does not hold an account`);
      return new WireReader(item, this.findings);
    });
  }

  has(name: string): boolean {
    return this.keyOf(name) !== undefined;
  }

  /** Marks fields that are known and not needed. */
  ignore(...names: string[]): this {
    names.forEach((name) => this.value(name));
    return this;
  }

  /** Call it when everything that is needed of this object has been read. */
  dropRest(): void {
    for (const name of Object.keys(this.object))
      if (!this.readNames.has(name)) this.findings.droppedFields.push(boundedName(name));
  }

  private value(name: string): WireValue {
    const key = this.keyOf(name);
    if (key === undefined) return null;
    this.readNames.add(key);
    return this.object[key] ?? null;
  }

  /** The case of Freebit's names varies (`voiceMail`, `voicemail`), so the exact name is only preferred. */
  private keyOf(name: string): string | undefined {
    if (Object.hasOwn(this.object, name)) return name;
    return Object.keys(this.object).find((key) => key.toLowerCase() === name.toLowerCase());
  }

  private unknown<Value>(name: string, value: Value): Value {
    this.findings.unknownValues.push(name);
    return value;
  }
}

/** A field's name if it looks like one; `other` for what might be a value in place of a name. */
function boundedName(name: string): string {
  return /^(?!.*\d{4})[A-Za-z][A-Za-z0-9_]{0,39}$/.test(name) ? name : 'other';
}

/**
 * A number in any usual notation, without binary noise: `100.30000000000001` is 100.3. Null for anything else, and for
 * an integer that is too large to be exact.
 */
function toDecimal(text: string): number | null {
  if (!/^\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?\s*$/i.test(text)) return null;
  const number = Number(text);
  if (Number.isSafeInteger(number)) return number;
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? Number(number.toPrecision(15)) : null;
}
