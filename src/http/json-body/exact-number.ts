/**
 * Whether a JSON number survives as a JavaScript number with every digit that was written.
 * `1.0`, `1e2` and `-0` do, for they mean 1, 100 and 0; `9007199254740993` and `1e400` do not.
 */
export function isExact(literal: string): boolean {
  const value = Number(literal);
  return Number.isFinite(value) && significantDigits(literal) === significantDigits(String(value));
}

function significantDigits(literal: string): string {
  const [mantissa = ''] = literal.toLowerCase().split('e');
  return mantissa.replace(/[-.]/g, '').replace(/^0+|0+$/g, '');
}
