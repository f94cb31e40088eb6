import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

/** For every rule an import that it must refuse: `from` imports `to`. */
const refused: Record<string, readonly [from: string, to: string]> = {
  'no-cycles': ['src/http/cycle-a.ts', 'src/http/cycle-b.ts'],
  'no-guessed-packages': ['src/http/guess.ts', 'undeclared'],
  'no-dev-dependency-in-production': ['src/http/dev.ts', 'dev-tool'],
  'no-spec-in-production': ['src/http/tested.ts', 'src/http/tested.spec.ts'],
  'gateway-stands-alone': ['src/http/alone.ts', 'simulator/state.ts'],
  'simulator-shares-nothing': ['simulator/sharing.ts', 'src/freebit/wire/wire-json.ts'],
  'simulator-needs-only-node': ['simulator/needy.ts', '@nestjs/common'],
  'papers-know-nobody': ['freebit-docs/knowing.ts', 'simulator/state.ts'],
  'nobody-imports-the-top': ['src/http/climbing.ts', 'src/app.module.ts'],
  'main-only-starts': ['src/main.ts', 'src/store/store.ts'],
  'resources-are-imported-by-the-app-only': ['src/observability/bilingual.ts', 'src/resources/msisdn.ts'],
  'resources-use-the-client-not-its-insides': ['src/resources/nosy.ts', 'src/freebit/wire/wire-json.ts'],
  'resources-never-import-siblings': ['src/resources/quota/quota.ts', 'src/resources/sim/sim.ts'],
  'the-seam-knows-no-resource': ['src/resources/partial.ts', 'src/resources/sim/sim.ts'],
  'freebit-is-an-sdk': ['src/freebit/client.ts', 'src/store/store.ts'],
  'freebit-module-wires-the-ground-floor-only': ['src/freebit/freebit.module.ts', 'src/http/guess.ts'],
  'freebit-knows-no-nest': ['src/freebit/nested.ts', '@nestjs/common'],
  'operations-never-import-siblings': ['src/freebit/operations/a/a.ts', 'src/freebit/operations/b/b.ts'],
  'operations-are-data': ['src/freebit/operations/c/c.ts', 'src/freebit/transport/transport.ts'],
  'http-knows-no-freebit': ['src/http/fluent.ts', 'src/freebit/wire/wire-json.ts'],
  'health-sees-http-and-observability': ['src/health/health.ts', 'src/store/store.ts'],
  'the-ground-floor-imports-nothing': ['src/store/redis.ts', 'src/config/config.ts'],
  'traces-are-told-in-one-place': ['src/observability/telling.ts', '@opentelemetry/api'],
  'settings-check-with-the-parser-that-reads': ['src/config/settings.ts', 'src/store/store.ts'],
};

/** For the rules about files that nobody imports: the file, as both ends of the violation. */
const lost: typeof refused = {
  'no-orphans': ['src/http/orphan.ts', 'src/http/orphan.ts'],
  'gateway-is-reached-from-main': ['src/http/orphan.ts', 'src/http/orphan.ts'],
  'simulator-is-reached-from-main': ['simulator/state.ts', 'simulator/state.ts'],
};

const ROOT = resolve(__dirname, '../..');
const CONFIG = join(ROOT, '.dependency-cruiser.cjs');
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const FOLDERS = ['src', 'simulator', 'freebit-docs'];

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

describe('the rules about who may import whom', () => {
  let tree: string;
  let violations: string[];

  beforeAll(() => {
    tree = mkdtempSync(join(tmpdir(), 'fbgw-structure-'));
    grow(tree);
    violations = cruise(tree).map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
  });

  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it.each(Object.entries({ ...refused, ...lost }))('%s bites', (name, [from, to]) => {
    const target = to.includes('.') ? to : expect.stringContaining(to);

    const found = violations.map((violation) => violation.split(/: | -> /));

    expect(found).toContainEqual([name, from, target]);
  });

  it('are all shown to bite', () => {
    const { forbidden } = jest.requireActual<{ forbidden: { name: string }[] }>(CONFIG);

    const names = forbidden.map(({ name }) => name);

    expect(names.sort()).toEqual(Object.keys({ ...refused, ...lost }).sort());
  });

  it('are asked about every folder with code', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };

    const folders = manifest.scripts.structure?.split(' ').slice(1);

    expect(folders).toEqual([...FOLDERS, 'test', 'scripts']);
  });
});

/** A tree as small as can be in which every rule is broken once. */
function grow(tree: string): void {
  const imports = Object.values(refused);
  const files = new Map(imports.flat().map((file) => [file, '']));
  for (const [from, to] of imports) files.set(from, importOf(from, to));
  files.set('src/http/cycle-b.ts', importOf('src/http/cycle-b.ts', 'src/http/cycle-a.ts'));
  files.set('src/http/orphan.ts', 'export const orphan = 1;');
  files.set('simulator/main.ts', importOf('simulator/main.ts', 'simulator/needy.ts'));
  files.set('tsconfig.json', '{}');
  const dependencies = { '@nestjs/common': '1.0.0', '@opentelemetry/api': '1.0.0' };
  files.set('package.json', JSON.stringify({ dependencies, devDependencies: { 'dev-tool': '1.0.0' } }));
  for (const name of [...Object.keys(dependencies), 'dev-tool', 'undeclared']) {
    files.delete(name);
    files.set(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    files.set(`node_modules/${name}/index.js`, '');
  }
  for (const [file, text] of files) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), text);
  }
}

function importOf(from: string, to: string): string {
  const path = to.endsWith('.ts') ? `./${relative(dirname(from), to).replace(/\.ts$/, '')}` : to;
  return `import '${path}';`;
}

function cruise(tree: string): Violation[] {
  const args = [CRUISER, ...FOLDERS, '--config', CONFIG, '--output-type', 'json'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: tree, encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}
