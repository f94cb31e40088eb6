import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchApiClients, type ApiClientsWatch } from './api-clients-file';

const HASH = 'a'.repeat(64);
const entry = (id: string) => JSON.stringify([{ id, keySha256: [HASH], scopes: ['sims:read'] }]);

let folder: string;
let watching: ApiClientsWatch | undefined;
let told: string[];
let news: (() => void) | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fbgw-clients-'));
  told = [];
});

afterEach(() => {
  watching?.close();
  rmSync(folder, { recursive: true });
});

function tell(text: string): void {
  told.push(text);
  news?.();
}

function start(path: string): void {
  watching = watchApiClients(
    path,
    (clients) => tell(`clients ${clients.map(({ id }) => id).join()}`),
    (reason) => tell(`invalid ${reason}`),
  );
}

/** Resolves when this many reports have come; only the timeout of the test limits it. */
async function toldSoFar(count: number): Promise<string[]> {
  while (told.length < count) await new Promise<void>((resolve) => (news = resolve));
  return told;
}

/** Replaces a file by a new one, as editors and deployments do. */
function put(path: string, content: string): void {
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
}

/** Kubernetes mounts `clients.json -> ..data/clients.json`, and replaces `..data` in one step. */
function mountSecret(version: string, content: string): void {
  mkdirSync(join(folder, version));
  writeFileSync(join(folder, version, 'clients.json'), content);
  symlinkSync(version, join(folder, '..data_tmp'));
  renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
}

describe('a file of API clients', () => {
  it('is reported at the start and after each change', async () => {
    const path = join(folder, 'clients.json');
    put(path, entry('one'));

    start(path);
    await toldSoFar(1);
    put(path, entry('two'));

    expect(await toldSoFar(2)).toEqual(['clients one', 'clients two']);
  });

  it('may be replaced through a symbolic link, as Kubernetes does it', async () => {
    mountSecret('..1', entry('one'));
    symlinkSync('..data/clients.json', join(folder, 'clients.json'));

    start(join(folder, 'clients.json'));
    await toldSoFar(1);
    mountSecret('..2', entry('two'));

    expect(await toldSoFar(2)).toEqual(['clients one', 'clients two']);
  });

  it('is read again after a change that the operating system does not report', async () => {
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    mkdirSync(join(folder, 'here'));
    put(join(elsewhere, 'clients.json'), entry('one'));
    symlinkSync(join(elsewhere, 'clients.json'), join(folder, 'here', 'clients.json'));

    start(join(folder, 'here', 'clients.json'));
    await toldSoFar(1);
    put(join(elsewhere, 'clients.json'), entry('two'));

    expect(await toldSoFar(2)).toEqual(['clients one', 'clients two']);
  });

  it('that is invalid is reported once, without its content, and can be corrected', async () => {
    const path = join(folder, 'clients.json');
    put(path, entry('one'));

    start(path);
    await toldSoFar(1);
    put(path, '[{"id": "hush_hush"}]');
    await toldSoFar(2);
    put(path, entry('two'));

    const [, invalid, last] = await toldSoFar(3);
    expect(invalid).toMatch(/^invalid \[0\]\.id must be 1-32 letters, digits or hyphens; \[0\]\.keySha256 /);
    expect(invalid).not.toContain('hush');
    expect(last).toBe('clients two');
  });

  it('that disappears is reported, and reported again when it is back', async () => {
    const path = join(folder, 'clients.json');
    put(path, entry('one'));

    start(path);
    await toldSoFar(1);
    rmSync(path);
    await toldSoFar(2);
    put(path, entry('one'));

    expect(await toldSoFar(3)).toEqual(['clients one', 'invalid cannot be read', 'clients one']);
  });

  it.each<[string, (path: string) => void]>([
    ['a pipe without a writer', (path) => void execFileSync('mkfifo', [path])],
    ['a device that never ends', (path) => symlinkSync('/dev/zero', path)],
    ['huge', (path) => writeFileSync(path, Buffer.alloc(20 * 1024 * 1024))],
  ])('that is %s is refused, and can be corrected', async (_, make) => {
    const path = join(folder, 'clients.json');
    put(path, entry('one'));

    start(path);
    await toldSoFar(1);
    rmSync(path);
    make(path);
    while (!told.some((text) => text.includes('MiB'))) await toldSoFar(told.length + 1);
    put(path, entry('two'));

    while (told.at(-1) !== 'clients two') await toldSoFar(told.length + 1);
    expect(told.slice(1, -1)).toContain('invalid must be a file of at most 16 MiB');
  });

  it('is no longer reported after the watch was closed', async () => {
    const path = join(folder, 'clients.json');
    put(path, entry('one'));

    start(path);
    await toldSoFar(1);
    watching?.close();
    put(path, entry('two'));
    const after = watchApiClients(path, (clients) => tell(`other ${clients[0]!.id}`), tell);
    await toldSoFar(2);
    after.close();

    expect(told).toEqual(['clients one', 'other two']);
  });
});
