import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Setting } from '../../src/config/setting';
import { ConfigurationError, readEnvironment } from '../../src/config/environment';
import { settings } from '../../src/config/settings';
import { isProblemCode, problemKind } from '../../src/http/problems/problem-catalogue';
import { statusesOf } from '../../src/http/problems/problem-kind';
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
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const ignored = ['.git', ...read('.gitignore').split('\n')].map((line) => line.replace(/\/$/, ''));
const folders = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !ignored.includes(entry.name))
  .map(({ name }) => name);
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

    const shown = table('Routes').map(([route = '', paper = '', scope = '', success = '']) => {
      // Some routes are open to the owner of what they show, too.
      return [route, paper, /`[^`]+`/.exec(scope)?.[0] ?? scope, success];
    });
    expect(shown.toSorted()).toEqual(described.toSorted());
  });

  it('shows the settings with their defaults, in the order of the schema', () => {
    const entries = Object.entries<Setting<unknown>>(settings);

    const shown = table('Settings').map(([name, fallback]) => [name, fallback]);

    expect(shown).toEqual(entries.map(([name, setting]) => [`\`${name}\``, defaultOf(setting)]));
  });

  it('shows every command of package.json', () => {
    const shown = table('Commands').map(([command = '']) => /^`npm (?:run )?(.+)`$/.exec(command)?.[1]);

    expect(shown.toSorted()).toEqual(Object.keys(scripts).toSorted());
  });

  it('shows every folder on its map, and no other', () => {
    const [, map = ''] = /```text\n(src\/ [^`]+)```/.exec(readme) ?? [];
    const names = (pattern: RegExp) => [...map.matchAll(pattern)].map(([, name = '']) => name).toSorted();

    const top = names(/^([\w.-]+)\//gm);

    expect(names(/^ {2}([\w-]+)\//gm)).toEqual(foldersOf('src').toSorted());
    expect(withoutDot(top)).toEqual(withoutDot(folders).toSorted());
    expect(top.filter((name) => !folders.includes(name))).toEqual([]);
  });

  it('names each problem with a status that it has', () => {
    const answers = table('When something goes wrong').map(([, answer = '']) => answer);

    const wrong = answers.flatMap(statusesAndCodes).filter(([status, code]) => {
      return !isProblemCode(code) || !statusesOf(problemKind(code)).includes(status);
    });

    expect(wrong).toEqual([]);
  });

  it('quotes what production does not start without', () => {
    const credentials = { FREEBIT_OEM_ID: 'id', FREEBIT_OEM_KEY: 'key', ALLOW_MEMORY_STORE: 'true' };

    expect(() => readEnvironment({ ...credentials, NODE_ENV: 'production' })).toThrow(ConfigurationError);
    expect(() => readEnvironment({ ...credentials, NODE_ENV: 'production' })).toThrow(
      /```text\n(API_CLIENTS .+)\n```/.exec(readme)?.[1] ?? 'a quotation',
    );
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

  it('links to its own headings as they are', () => {
    const anchors = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => slug(heading));

    expect(anchors.filter((anchor) => !headings.includes(anchor ?? ''))).toEqual([]);
  });

  it('names files and folders that exist', () => {
    const paths = [...text.matchAll(/`((?:src|simulator|freebit-docs|test|scripts|docs)\/[\w./-]*)`/g)];

    expect(paths.map(([, path = '']) => path).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('names commands that exist', () => {
    const names = [...text.matchAll(/\bnpm (?:run )?((?<=run )[\w:-]+|test|start)\b/g)].map(
      ([, name]) => name,
    );

    expect(names.filter((name) => scripts[name ?? ''] === undefined)).toEqual([]);
  });

  it('names problems and settings that exist', () => {
    const names = [...text.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, name = '']) => name);
    const known = (name: string) =>
      isProblemCode(name) || Object.hasOwn(settings, name.replace(/_FILE$/, '')) || name === 'X_FILE';

    expect(names.filter((name) => !known(name))).toEqual([]);
  });
});

/** The rows of the first table below a heading, without the head. */
function table(heading: string): string[][] {
  const [, section = ''] = readme.split(`\n## ${heading}\n`);
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

function defaultOf({ fallback, required }: Setting<unknown>): string {
  if (fallback !== undefined) return `\`${fallback}\``;
  return required ? 'required' : 'none';
}

function foldersOf(path: string): string[] {
  return readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** A folder with a dot may be an editor's, and then nobody misses it. */
function withoutDot(names: readonly string[]): string[] {
  return names.filter((name) => !name.startsWith('.'));
}

/** `404 A, B. Write: 502 C` is 404 A, 404 B and 502 C. */
function statusesAndCodes(answer: string): [number, string][] {
  let status = 0;
  return [...answer.matchAll(/\b(\d{3})\b|`([A-Z_]+)`/g)].flatMap(([, digits, code]): [number, string][] => {
    if (digits !== undefined) status = Number(digits);
    return code === undefined ? [] : [[status, code]];
  });
}

/** As GitHub makes an anchor of a heading. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
}

/** The few options of curl that the README uses, as a shell would read them whose `KEY` is the tester's. */
function parseCurl(command: string): RequestInit & { readonly url: string } {
  const words = [...command.matchAll(/'([^']*)'|"([^"]*)"|[^\s\\']+/g)].map(
    ([word, quoted, expanded]) => quoted ?? expanded?.replace('$KEY', tester.key) ?? word,
  );
  const after = (option: string) => words.filter((_, index) => words[index - 1] === option);
  const headers = after('-H').map((line) => line.split(': ') as [string, string]);
  const url = words.find((word) => word.startsWith('http://')) ?? '';
  return { url, method: after('-X')[0] ?? 'GET', headers, body: after('-d')[0] ?? null };
}

/** An answer without what is different each time. */
function withoutMoment(answer: unknown): object {
  const moment = { retrievedAt: '', acceptedAt: '', requestId: '', operationId: '' };
  const shown = answer as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(shown).map(([name, value]) => [name, name in moment ? '*' : value]),
  );
}
