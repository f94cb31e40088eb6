import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { settings } from '../../src/config/settings';
import { isProblemCode } from '../../src/http/problems/problem-catalogue';
import { metricsIn } from './promql';

const ROOT = resolve(__dirname, '../..');
const FOLDER = join(ROOT, 'docs/operators');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const pages = readdirSync(FOLDER).map((name): [string, string] => [name, read(`docs/operators/${name}`)]);
const kit = [
  read('deploy/prometheus/rules.yaml'),
  ...(JSON.parse(read('deploy/grafana/freebit-gateway.json')) as { panels: Panel[] }).panels.flatMap(
    ({ targets = [] }) => targets.map(({ expr }) => expr),
  ),
].join('\n');
/** Variables of Node and of the standards that the gateway honours, and names that pages use for examples. */
const FOREIGN = /^(NODE_\w+|HTTPS?_PROXY|NO_PROXY|OTEL_\w+|GATEWAY_\w+|X_FILE|[A-Z]+_SIGNATURE)$/;
/** Codes of systems and of Redis. */
const CAUSE = /^(E[A-Z]+|NOPERM|MISCONF|OOM|READONLY)$/;

interface Panel {
  readonly targets?: readonly { readonly expr: string }[];
}

describe.each(pages)('docs/operators/%s', (name, text) => {
  it('links to headings that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)];

    const broken = links.filter(([, page = '', anchor = '']) => {
      const target = page === '' ? text : read(relative(ROOT, resolve(FOLDER, dirname(name), page)));
      return !headingsOf(target).includes(anchor);
    });

    expect(broken.map(([link]) => link)).toEqual([]);
  });

  it('names settings and problems that exist', () => {
    const names = [...text.matchAll(/\b([A-Z]+(?:_[A-Z]+)+)\b/g)].map(([, found = '']) => found);

    const unknown = names.filter((found) => {
      const isSetting =
        Object.hasOwn(settings, found) || Object.hasOwn(settings, found.replace(/_FILE$/, ''));
      return !isSetting && !isProblemCode(found) && !FOREIGN.test(found) && !CAUSE.test(found);
    });

    expect(unknown.filter((found) => found !== 'OPERATION_ID')).toEqual([]);
  });

  it('names only metrics that rules or dashboard use, and that therefore exist', () => {
    const known = metricsIn(kit).map(({ metric }) => metric);

    const named = [...text.matchAll(/`([a-z]+(?:_[a-z0-9]+)+)(?:\{[^`]*\})?`/g)]
      .map(([, found = '']) => found)
      .filter((found) =>
        /_(?:total|seconds|info|up|open|state|operations|blocked|available|waiting)$/.test(found),
      );

    expect(named.filter((found) => !known.includes(found))).toEqual([]);
  });
});

describe('the metrics page', () => {
  it('has a row for each metric of ours that rules or dashboard use', () => {
    const ours = metricsIn(kit)
      .map(({ metric }) => metric)
      .filter((metric) => !/^(?:process|nodejs)_/.test(metric));

    const [, page = ''] = pages.find(([name]) => name === 'observability.md') ?? [];

    expect([...new Set(ours)].filter((metric) => !page.includes(`\`${metric}\``))).toEqual([]);
  });
});

/** The anchors that GitHub makes. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
}
