import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { program } from '../harness/program';

interface Rule {
  readonly alert?: string;
  readonly labels?: { readonly severity?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

const ROOT = resolve(__dirname, '../..');
const FOLDER = join(ROOT, 'deploy/prometheus');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const { groups } = parse(read('deploy/prometheus/rules.yaml')) as { groups: { rules: Rule[] }[] };
const alerts = groups.flatMap(({ rules }) => rules).filter(({ alert }) => alert !== undefined);

describe('the alert rules', () => {
  it.each([
    ['are sound', ['check', 'rules', 'rules.yaml']],
    ['are found by the configuration of Prometheus', ['check', 'config', 'prometheus.yml']],
    ['fire when they should, and not before', ['test', 'rules', 'rules.test.yaml']],
  ])('%s', (_, args) => {
    const { status, stdout, stderr } = spawnSync(program('promtool'), args, {
      cwd: FOLDER,
      encoding: 'utf8',
    });

    expect({ status, output: status === 0 ? '' : `${stdout}${stderr}` }).toEqual({ status: 0, output: '' });
  });

  it('all have tests', () => {
    const { tests } = parse(read('deploy/prometheus/rules.test.yaml')) as { tests: { name: string }[] };

    const names = tests.map(({ name }) => name);

    expect(names).toEqual(expect.arrayContaining(alerts.map(({ alert }) => alert)));
  });

  it.each(alerts.map((rule) => [rule.alert, rule] as const))(
    '%s states its severity and what to do',
    (_, rule) => {
      const [page = '', anchor] = rule.annotations?.runbook_url?.split('#') ?? [];

      const headings = [...read(page).matchAll(/^## (.+)$/gm)].map(([, heading = '']) =>
        heading.toLowerCase(),
      );

      expect(['critical', 'warning', 'info']).toContain(rule.labels?.severity);
      expect(headings).toContain(anchor);
    },
  );
});

describe('the chapters of the alerts', () => {
  const chapters = read('docs/operators/alerts.md')
    .split(/^## /m)
    .slice(1)
    .map((chapter): [string, string] => [chapter.split('\n')[0] ?? '', chapter]);

  it('match the rules, in the same order', () => {
    expect(chapters.map(([name]) => name)).toEqual(alerts.map(({ alert }) => alert));
  });

  it.each(chapters)('%s: meaning, impact, diagnosis and mitigation', (_, chapter) => {
    const parts = [...chapter.matchAll(/^\*\*(\w+)\.\*\*/gm)].map(([, part]) => part);

    expect(parts).toEqual(['Meaning', 'Impact', 'Diagnosis', 'Mitigation']);
  });
});
