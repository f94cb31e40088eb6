/** A JSON number kept as its digits, for values that a double cannot hold (`iccid`, decimal quotas). */
export class Digits {
  constructor(readonly text: string) {
    if (!/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text)) throw new TypeError('not the text of a JSON number');
  }
}

export type WireValue = string | number | boolean | null | Digits | readonly WireValue[] | WireObject;

export interface WireObject {
  readonly [name: string]: WireValue | undefined;
}

export const isList = (value: WireValue): value is readonly WireValue[] => Array.isArray(value);

/** JSON text with every digit of a {@link Digits}; undefined members are left out. */
export function writeJson(value: WireValue): string {
  if (value instanceof Digits) return value.text;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(writeJson).join(',')}]`;
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [`${JSON.stringify(name)}:${writeJson(member)}`],
  );
  return `{${members.join(',')}}`;
}
