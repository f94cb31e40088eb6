/** The value below which this share of the values lies, rounded; 0 for none. */
export function percentile(values = [], share) {
  return Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0);
}
