import { isCalendarDay } from './calendar-day';
import { UnreadableAnswer } from './unreadable-answer';
import { isWireObject, type WireObject, type WireValue } from './wire-json';

/** What an answer held beyond its paper: reported as counts, never as values. */
export interface Findings {
  /** Fields whose value is none of the documented ones. */
  readonly unknownValues: string[];
  /** How many fields nobody asked for. */
  droppedFields: number;
}

/**
 * Reads the fields of one object of an answer, and notes what it does not understand.
 * A field that is absent, `null` or `""` reads as null. Numbers and strings are accepted alike for every field.
 */
export class WireReader {
  private readonly readNames = new Set<string>();

  constructor(
    private readonly object: WireObject,
    readonly findings: Findings = { unknownValues: [], droppedFields: 0 },
  ) {}

  text(name: string): string | null {
    const value = this.value(name);
    if (value === null || value === '') return null;
    if (typeof value === 'string') return value;
    throw new UnreadableAnswer(`${name} is not a text`);
  }

  /** Text that cannot spoil the answer: anything but a text reads as null and is noted. */
  textOrNull(name: string): string | null {
    const value = this.value(name);
    if (value === null || typeof value === 'string') return value || null;
    return this.unknown(name, null);
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value === null) throw new UnreadableAnswer(`${name} is missing`);
    return value;
  }

  decimal(name: string): number | null {
    const text = this.text(name);
    return text === null ? null : toDecimal(name, text);
  }

  requiredDecimal(name: string): number {
    return toDecimal(name, this.requiredText(name));
  }

  /** Comma-separated numbers in the order given; empty for none. */
  decimals(name: string): number[] {
    const text = this.text(name);
    return text === null ? [] : text.split(',').map((item) => toDecimal(name, item.trim()));
  }

  /** `10` is true, `20` is false; anything else is undefined. */
  flag(name: string): boolean | undefined {
    const value = this.textOrNull(name);
    if (value === null) return undefined;
    if (value === '10' || value === '20') return value === '10';
    this.unknown(name, undefined);
    return undefined;
  }

  oneOf<const Value extends string>(name: string, values: readonly Value[]): Value | 'unknown' | null {
    const value = this.textOrNull(name);
    if (value === null) return null;
    return values.find((known) => known === value) ?? this.unknown(name, 'unknown');
  }

  /** `YYYYMMDD`, as number or text, becomes `YYYY-MM-DD`. */
  day(name: string): string | null {
    const value = this.textOrNull(name);
    if (value === null) return null;
    const day = value.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
    return isCalendarDay(day) ? day : this.unknown(name, null);
  }

  /** An object inside this one; null when absent or empty. */
  child(name: string): WireReader | null {
    const value = this.value(name);
    if (value === null || value === '') return null;
    if (!isWireObject(value)) throw new UnreadableAnswer(`${name} is not an object`);
    return Object.keys(value).length === 0 ? null : new WireReader(value, this.findings);
  }

  /** The objects of a list that may also come as one object. */
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

  /** Names fields that are known and not wanted. */
  ignore(...names: string[]): this {
    names.forEach((name) => this.value(name));
    return this;
  }

  /** To be called when everything of this object that is wanted has been read. */
  dropRest(): void {
    this.findings.droppedFields += Object.keys(this.object).filter((key) => !this.readNames.has(key)).length;
  }

  private value(name: string): WireValue {
    const key = this.keyOf(name);
    if (key === undefined) return null;
    this.readNames.add(key);
    return this.object[key] ?? null;
  }

  /** The vendor's casing drifts (`voiceMail`, `voicemail`), so the exact name is only preferred. */
  private keyOf(name: string): string | undefined {
    if (Object.hasOwn(this.object, name)) return name;
    return Object.keys(this.object).find((key) => key.toLowerCase() === name.toLowerCase());
  }

  private unknown<Value>(name: string, value: Value): Value {
    this.findings.unknownValues.push(name);
    return value;
  }
}

function toDecimal(name: string, text: string): number {
  if (!/^-?\d{1,15}(\.\d{1,6})?$/.test(text)) throw new UnreadableAnswer(`${name} is not a number`);
  return Number(text);
}
