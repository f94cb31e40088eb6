import type { FieldShape, QuirkSettings } from '../quirks';
import { Digits, isList, type WireObject, type WireValue } from './wire-json';

interface Node {
  readonly field: FieldShape | undefined;
  readonly children: Map<string, Node>;
}

/** Fields by name, such as `responseDatas[].account`, as the tree that they describe; `[]` stands for an item. */
function treeOf(fields: Readonly<Record<string, FieldShape>>): Node {
  const root: Node = { field: { type: 'object' }, children: new Map() };
  for (const [name, field] of Object.entries(fields)) {
    let node = root;
    const steps = name.replaceAll('[]', '.[]').split('.');
    for (const [index, step] of steps.entries()) {
      const known = node.children.get(step);
      const next = {
        field: index === steps.length - 1 ? field : known?.field,
        children: known?.children ?? new Map<string, Node>(),
      };
      node.children.set(step, next);
      node = next;
    }
  }
  return root;
}

const loose = (name: string): string => name.replaceAll('_', '').toLowerCase();
const isObject = (value: WireValue | undefined): value is WireObject =>
  typeof value === 'object' && value !== null && !(value instanceof Digits) && !isList(value);
const first = (value: WireValue | undefined): WireValue | undefined =>
  value !== undefined && value !== null && typeof value === 'object' && isList(value) ? value[0] : value;

/** A text of a shape, for a field that the simulator does not know. */
const example = ({ shape = '' }: FieldShape): string =>
  shape.replaceAll('9', '1').replaceAll('A', 'X').replaceAll('a', 'x');

/** The digits of a text in the places for digits of a shape, if the numbers match. */
function arranged(text: string, { shape = '', length = shape.length }: FieldShape): string {
  if (!/^\d+$/.test(text)) return text;
  const digits = text.length === length + 1 ? text.replace(/^0/, '') : text;
  if (shape.replace(/[^9]/g, '').length !== digits.length) return digits;
  const waiting = Array.from(digits);
  return shape.replaceAll('9', () => waiting.shift() ?? '');
}

function scalar(value: WireValue | undefined, field: FieldShape): WireValue {
  if (field.type === 'null') return null;
  const known =
    value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
  const text = arranged(value instanceof Digits ? value.text : (known ?? example(field)), field);
  if (field.type === 'boolean') return text === '10' || text === 'true';
  if (field.type === 'string') return text;
  const digits = text.replace(/^0+(?=\d)/, '');
  return /^-?\d+(\.\d+)?$/.test(digits) ? new Digits(digits) : text;
}

function shapedNode(value: WireValue | undefined, { field, children }: Node): WireValue {
  const items = children.get('[]');
  if (field?.type === 'array' || items !== undefined) {
    const list = first(value) === value ? [value] : (value as readonly WireValue[]);
    return items === undefined ? [] : list.map((item) => shapedNode(item, items));
  }
  if (field !== undefined && field.type !== 'object') return scalar(first(value), field);
  const members = first(value);
  const ours = new Map(
    Object.entries(isObject(members) ? members : {}).map(([name, member]) => [loose(name), member]),
  );
  return Object.fromEntries(
    [...children].map(([name, child]) => [name, shapedNode(ours.get(loose(name)), child)] as const),
  );
}

/** An answer with the names, types and shapes of these fields, and no other field. */
export function shaped(body: WireObject, fields: Readonly<Record<string, FieldShape>>): WireObject {
  const written = shapedNode(body, treeOf(fields));
  return isObject(written) ? written : body;
}

const WRITTEN: Readonly<Record<QuirkSettings['fieldNames'], (name: string) => string>> = {
  papers: (name) => name,
  lower: (name) => name.toLowerCase(),
  upper: (name) => name.toUpperCase(),
  capitalized: (name) => name.charAt(0).toUpperCase() + name.slice(1),
  snake: (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
};

/** The same value with every name in another case. */
export function recased(value: WireValue, casing: QuirkSettings['fieldNames']): WireValue {
  if (typeof value !== 'object' || value === null || value instanceof Digits) return value;
  if (isList(value)) return value.map((item) => recased(item, casing));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      WRITTEN[casing](name),
      member === undefined ? undefined : recased(member, casing),
    ]),
  );
}
