/** The value of a sample in the text of `/metrics`; undefined if there is none. `name` is a pattern, labels included. */
export function sampleOf(metrics: string, name: string): number | undefined {
  const [, value] = new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics) ?? [];
  return value === undefined ? undefined : Number(value);
}
