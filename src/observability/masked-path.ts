import { maskLine } from './mask-line';

/** The path parameters whose values are lines or accounts, and are never shown whole. */
const lineParameters = ['msisdn', 'groupCode', 'account'];
const lineShape =
  /^(?:\+81|0)?\d{9,14}$|^[A-Za-z0-9]{1,16}_\d{1,20}$|^[A-Za-z0-9][^@\s]+@[A-Za-z0-9.-]{1,64}$/;
const identifierShape = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The line that a request is about, masked; undefined when its path names none or one of no known shape. */
export function maskedLine(params: object): string | undefined {
  const [, value] = Object.entries(params).find(([name]) => lineParameters.includes(name)) ?? [];
  return typeof value === 'string' && lineShape.test(value) ? maskLine(value) : undefined;
}

/**
 * A route template (`/sims/:msisdn/plan`) filled in with what may be shown of its parameters.
 * Null when a value has no known shape: what was never validated is not repeated.
 */
export function maskedPath(template: string, params: object): string | null {
  if (template.includes('*')) return null;
  const values = new Map<string, unknown>(Object.entries(params));
  const segments = template.split('/').map((segment) => {
    return segment.startsWith(':') ? shownValue(segment.slice(1), values.get(segment.slice(1))) : segment;
  });
  return segments.includes(null) ? null : segments.join('/');
}

function shownValue(name: string, value: unknown): string | null {
  if (typeof value !== 'string') return null;
  if (lineParameters.includes(name)) return lineShape.test(value) ? maskLine(value) : null;
  if (!identifierShape.test(value)) return null;
  return /^\d{9,}$/.test(value) ? maskLine(value) : value;
}
