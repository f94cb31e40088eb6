import { LosslessNumber, parse } from 'lossless-json';

/** The format of a field of an answer, never its value. */
export interface FieldShape {
  readonly type: 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array';
  /** The number of characters of its text. */
  readonly length?: number;
  /** Its text with 9 for a digit, A and a for letters, あ for other letters; everything else unchanged. */
  readonly shape?: string;
}

/** By name, such as `responseDatas[].account`. */
export type Fields = Readonly<Record<string, FieldShape>>;

/** A longer text is prose, whose shape says nothing. */
const LONGEST_SHAPE = 64;
/** Their shapes are not shown either. */
const SECRET = /(?:key|pass|password)$/i;

/** The fields in the JSON text of an answer. In a list, the first item that has a field describes it. */
export function fieldsOf(json: string): Fields {
  const fields: Record<string, FieldShape> = {};
  describe(parse(json), '', fields);
  return fields;
}

/** One line for each field. */
export function fieldLines(fields: Fields): string[] {
  return Object.entries(fields).map(([name, { type, length, shape }]) =>
    [name.padEnd(40), type.padEnd(7), `${length ?? ''}`.padStart(3), shape ?? ''].join(' ').trimEnd(),
  );
}

function describe(value: unknown, name: string, fields: Record<string, FieldShape>): void {
  if (name !== '' && (fields[name] === undefined || fields[name].type === 'null'))
    fields[name] = shapeOf(value, name);
  if (Array.isArray(value)) for (const item of value) describe(item, `${name}[]`, fields);
  else if (typeof value === 'object' && value !== null && !(value instanceof LosslessNumber))
    for (const [member, inner] of Object.entries(value))
      describe(inner, name === '' ? boundedName(member) : `${name}.${boundedName(member)}`, fields);
}

function shapeOf(value: unknown, name: string): FieldShape {
  if (value === null || value === undefined) return { type: 'null' };
  if (Array.isArray(value)) return { type: 'array' };
  if (typeof value === 'boolean') return { type: 'boolean' };
  if (value instanceof LosslessNumber) return textShape('number', value.toString(), name);
  return typeof value === 'string' ? textShape('string', value, name) : { type: 'object' };
}

function textShape(type: 'string' | 'number', text: string, name: string): FieldShape {
  const length = Array.from(text).length;
  if (length > LONGEST_SHAPE || SECRET.test(name)) return { type, length };
  const shape = text
    .replace(/\p{Nd}/gu, '9')
    .replace(/(?![a-zA-Z])\p{L}/gu, 'あ')
    .replace(/[A-Z]/g, 'A')
    .replace(/[a-z]/g, 'a');
  return { type, length, shape };
}

/** A field's name if it looks like one; `other` for what might be a value in place of a name. */
function boundedName(name: string): string {
  return /^(?!.*\d{4})[A-Za-z][A-Za-z0-9_-]{0,39}$/.test(name) ? name : 'other';
}
