/** A metric as a PromQL expression names it. */
export interface NamedMetric {
  readonly metric: string;
  readonly labels: readonly string[];
}

/** Labels that Prometheus adds, or that only the buckets of a histogram have. */
const ADDED = ['job', 'instance', 'le'];

/**
 * The metrics that an expression selects, each with the labels by which the expression selects or groups. Metrics of
 * Prometheus itself (`up`) and of recording rules (with a colon) are left out.
 */
export function metricsIn(expression: string): NamedMetric[] {
  const grouped = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/, */));
  return [...expression.matchAll(/([a-z_:][\w:]*)\{([^}]*)\}/g)]
    .filter(([, name = '']) => name !== 'up' && !name.includes(':'))
    .map(([, name = '', matchers = '']) => {
      const selected = [...matchers.matchAll(/(\w+) *(?:=~|!~|!=|=)/g)].map(([, label = '']) => label);
      const labels = [...new Set([...selected, ...grouped])].filter((label) => !ADDED.includes(label));
      return { metric: name.replace(/_bucket$/, ''), labels };
    });
}

/** Each metric in the text format of Prometheus, with the labels that its samples have. */
export function exposedMetrics(text: string): Map<string, Set<string>> {
  const exposed = new Map<string, Set<string>>();
  for (const [, name = ''] of text.matchAll(/^# TYPE (\S+) /gm)) exposed.set(name, new Set());
  for (const [, name = '', labels = ''] of text.matchAll(/^([a-z_]\w*)\{(.*)\} \S+$/gm)) {
    const owner = exposed.get(name) ?? exposed.get(name.replace(/_(?:bucket|sum|count)$/, ''));
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) owner?.add(label);
  }
  return exposed;
}
