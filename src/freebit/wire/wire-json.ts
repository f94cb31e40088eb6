import { parse } from 'lossless-json';

/** JSON as Freebit writes it: a number keeps the digits it was written with, so `100` and `"100"` read the same. */
export type WireValue = string | boolean | null | WireValue[] | WireObject;
export interface WireObject {
  readonly [name: string]: WireValue;
}

/**
 * Parses an answer without losing a digit (an ICCID does not fit a JavaScript number).
 * Throws on anything that is not one JSON text, on contradicting duplicate keys, and on nesting too deep to read.
 */
export function parseWireJson(text: string): WireValue {
  return parse(text, null, { parseNumber: (digits) => digits }) as WireValue;
}

export function isWireObject(value: WireValue | undefined): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
