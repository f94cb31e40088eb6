import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ConfigurationError, readEnvironment } from '../../src/config/environment';
import { variables } from '../../src/config/variables';
import { isProblemCode, problemKind } from '../../src/http/problems/problem-catalogue';
import { statusesOf } from '../../src/http/problems/problem-kind';
import { bugs } from '../chaos/bug-names';
import { Gateway } from '../harness/gateway';
import { tester } from '../harness/test-client';

interface Operation {
  readonly description?: string;
  readonly responses: Readonly<Record<string, unknown>>;
  readonly 'x-freebit'?: string;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const ROOT = resolve(__dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const readme = read('README.md');
const architecture = read('docs/developers/architecture.md');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const ignored = ['.git', ...read('.gitignore').split('\n')].map((line) => line.replace(/\/$/, ''));
const folders = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !ignored.includes(entry.name))
  .map(({ name }) => name);
/** Variables that Node itself reads. */
const OF_NODE = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS'];
/** The model of a write has its own names, which its page explains. */
const MODEL = readFileSync(join(ROOT, 'docs/developers/model/writes.pml'), 'utf8');
const isOfTheModel = (name: string) => new RegExp(`\\b${name}\\b`).test(MODEL);
const documents = ['.', ...folders].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: folder !== '.', encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join(folder, path)),
);

describe('the README', () => {
  it('shows the routes of the API description, with paper, scope and success', () => {
    const { paths } = JSON.parse(read('openapi.json')) as Description;

    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => rowOf(method, path, operation)),
    );

    const shown = table(readme, 'Routes').map(([route = '', paper = '', scope = '', success = '']) => {
      // Some routes are also open to the caller that owns the operation.
      return [route, paper, /`[^`]+`/.exec(scope)?.[0] ?? scope, success];
    });
    expect(shown.toSorted()).toEqual(described.toSorted());
  });

  it('has at most 200 lines', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(200);
  });

  it('quotes the error of a production start without API clients', () => {
    const credentials = { FREEBIT_OEM_ID: 'id', FREEBIT_OEM_KEY: 'key', ALLOW_MEMORY_STORE: 'true' };

    expect(() => readEnvironment({ ...credentials, NODE_ENV: 'production' })).toThrow(ConfigurationError);
    expect(() => readEnvironment({ ...credentials, NODE_ENV: 'production' })).toThrow(
      /```text\n(API_CLIENTS .+)\n```/.exec(readme)?.[1] ?? 'a quotation',
    );
  });
});

it('a command of package.json that runs some of the tests names tests that exist', () => {
  const specs = ['src', 'test'].flatMap((folder) =>
    readdirSync(resolve(ROOT, folder), { recursive: true })
      .map((path) => `${folder}/${String(path)}`)
      .filter((path) => path.endsWith('spec.ts')),
  );
  const named = Object.values(scripts).flatMap(
    (script) => /--testPathPatterns '?([^' ]+)/.exec(script)?.[1]?.split('|') ?? [],
  );

  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((part) => !specs.some((path) => path.includes(part)))).toEqual([]);
});

describe('the documents for developers', () => {
  it('show every command of package.json', () => {
    const rows = table(read('docs/developers/testing.md'), 'Commands');

    const shown = rows.map(([command = '']) => /^`npm (?:run )?(.+)`$/.exec(command)?.[1]);

    expect(shown.toSorted()).toEqual(Object.keys(scripts).toSorted());
  });

  it('show every seeded bug of the chaos trials', () => {
    const rows = table(read('docs/developers/chaos.md'), 'Seeded bugs');

    expect(rows.map(([name = '', about]) => [name.replaceAll('`', ''), about])).toEqual(Object.entries(bugs));
  });

  it('show every folder on a map, and no others', () => {
    const around = namesAfter('## Around the gateway', /^([\w.-]+)\/ {2,}/gm);

    expect(namesAfter('## Rooms', /^([a-z]+)\/ {2,}/gm)).toEqual(foldersOf('src').toSorted());
    expect(withoutDot(around)).toEqual(withoutDot(folders).toSorted());
    expect(around.filter((name) => !folders.includes(name))).toEqual([]);
  });
});

describe('the list of errors', () => {
  it('contains each problem with one of its statuses', () => {
    const rows = [...read('docs/clients/errors.md').matchAll(/^\| `([A-Z_]+)` *\|([^|]+)\|/gm)];

    const pairs = rows.flatMap(([, code = '', statuses = '']) =>
      [...statuses.matchAll(/\d{3}/g)].map(([status]) => ({ code, status: Number(status) })),
    );

    expect(pairs.length).toBeGreaterThan(30);
    expect(
      pairs.filter(
        ({ code, status }) => !isProblemCode(code) || !statusesOf(problemKind(code)).includes(status),
      ),
    ).toEqual([]);
  });
});

describe('the examples of the README', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  afterAll(() => gateway.close());

  const examples = [...readme.matchAll(/```sh\n(curl [^`]+)```\n\n```json\n([^`]+)```/g)].map(
    ([, command = '', answer = '']) => ({
      request: parseCurl(command),
      answer: JSON.parse(answer) as Record<string, unknown>,
    }),
  );

  it('are a read, a write and a refusal', () => {
    expect(examples.map(({ answer }) => Object.keys(answer)[0])).toEqual(['msisdn', 'operationId', 'type']);
  });

  it.each(examples)('$request.method $request.url answers as shown', async ({ request, answer }) => {
    const { url, ...init } = request;

    const given = await fetch(url.replace('http://localhost:3000', gateway.url), init);

    expect(given.ok).toBe(answer.code === undefined);
    expect(withoutMoment(await given.json())).toEqual(withoutMoment(answer));
  });
});

describe.each(documents)('%s', (document) => {
  const text = read(document);

  it('links to what exists', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(([, link = '']) => link);

    expect(links.filter((link) => !existsSync(join(ROOT, dirname(document), link)))).toEqual([]);
  });

  it('links to headings that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)].map(
      ([, path = '', anchor = '']) => ({
        path: path === '' ? document : join(dirname(document), path),
        anchor,
      }),
    );

    const broken = links.filter(
      ({ path, anchor }) => path.endsWith('.md') && !headingsOf(path).includes(anchor),
    );

    expect(broken).toEqual([]);
  });

  it('names files and folders that exist', () => {
    const paths = [...text.matchAll(/`((?:src|simulator|freebit-docs|test|scripts|docs)\/[\w./-]*)`/g)];

    expect(paths.map(([, path = '']) => path).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('names commands that exist', () => {
    const names = [...text.matchAll(/\bnpm (?:run (?:--silent )?(\w[\w:-]*)|(test|start)\b)/g)].map(
      ([, script, name]) => script ?? name,
    );

    expect(names.filter((name) => scripts[name ?? ''] === undefined)).toEqual([]);
  });

  it('names problems and settings that exist', () => {
    const names = [...text.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, name = '']) => name);
    const known = (name: string) =>
      isProblemCode(name) ||
      Object.hasOwn(variables, name) ||
      Object.hasOwn(variables, name.replace(/_FILE$/, '')) ||
      OF_NODE.includes(name) ||
      name === 'X_FILE' ||
      isOfTheModel(name);

    expect(names.filter((name) => !known(name))).toEqual([]);
  });
});

/** The rows of the first table below a heading, without the head. */
function table(text: string, heading: string): string[][] {
  const [, section = ''] = text.split(`\n## ${heading}\n`);
  const [, rows = ''] = /\n\|[- |]+\|\n((?:\|.*\n)+)/.exec(section) ?? [];
  return rows
    .trimEnd()
    .split('\n')
    .map((row) => row.slice(1, -1).split('|'))
    .map((cells) => cells.map((cell) => cell.trim()));
}

function rowOf(method: string, path: string, operation: Operation): string[] {
  const [, scope] = /[Ss]cope:? (`[^`]+`)/.exec(operation.description ?? '') ?? [];
  const success = Object.keys(operation.responses).filter((status) => status.startsWith('2'));
  const paper = operation['x-freebit'] ?? 'none';
  return [`\`${method.toUpperCase()} ${path}\``, paper, scope ?? 'none', success.join(', ')];
}

function foldersOf(path: string): string[] {
  return readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** The names that a pattern finds in the first block of text below a heading, sorted. */
function namesAfter(heading: string, pattern: RegExp): string[] {
  const [, section = ''] = architecture.split(`\n${heading}\n`);
  const [, block = ''] = /```text\n([^`]+)```/.exec(section) ?? [];
  return [...block.matchAll(pattern)].map(([, name = '']) => name).toSorted();
}

function headingsOf(path: string): string[] {
  return [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => slug(heading));
}

/** A folder with a leading dot may belong to an editor, so it need not be on the map. */
function withoutDot(names: readonly string[]): string[] {
  return names.filter((name) => !name.startsWith('.'));
}

/** The anchor that GitHub makes for a heading. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
}

/** Parses the few curl options that the README uses, with the tester's key as `KEY`. */
function parseCurl(command: string): RequestInit & { readonly url: string } {
  const words = [...command.matchAll(/'([^']*)'|"([^"]*)"|[^\s\\']+/g)].map(
    ([word, quoted, expanded]) => quoted ?? expanded?.replace('$KEY', tester.key) ?? word,
  );
  const after = (option: string) => words.filter((_, index) => words[index - 1] === option);
  const headers = after('-H').map((line) => line.split(': ') as [string, string]);
  const url = words.find((word) => word.startsWith('http://')) ?? '';
  return { url, method: after('-X')[0] ?? 'GET', headers, body: after('-d')[0] ?? null };
}

/** An answer without the parts that differ each time. */
function withoutMoment(answer: unknown): object {
  const moment = { retrievedAt: '', acceptedAt: '', requestId: '', operationId: '' };
  const shown = answer as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(shown).map(([name, value]) => [name, name in moment ? '*' : value]),
  );
}
