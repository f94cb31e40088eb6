import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Child } from '../harness/child';

const ROOT = resolve(__dirname, '../..');
const { PATH = '', HOME = '' } = process.env;
const TSC = resolve(ROOT, 'node_modules/typescript/bin/tsc');
const STRICT = [
  '--strict',
  '--module',
  'nodenext',
  '--target',
  'es2022',
  '--skipLibCheck',
  '--types',
  'node',
];

// A browser, a compiler and a sandbox on a busy machine.
jest.setTimeout(300_000);

describe('the program of docs/clients/getting-started.md', () => {
  let project: string;
  let sandbox: Child;
  const program = /```ts\n([^]*?)```/.exec(
    readFileSync(join(ROOT, 'docs/clients/getting-started.md'), 'utf8'),
  )![1]!;

  beforeAll(async () => {
    project = mkdtempSync(join(tmpdir(), 'freebit-getting-started-'));
    mkdirSync(join(project, 'node_modules'));
    symlinkSync(join(ROOT, 'clients/typescript'), join(project, 'node_modules/freebit-gateway-client'));
    symlinkSync(join(ROOT, 'node_modules/@types'), join(project, 'node_modules/@types'));
    writeFileSync(join(project, 'package.json'), '{"type":"module"}');
    const args = [resolve(ROOT, 'scripts/sandbox.mjs'), '--port=0', '--simulator-port=0'];
    sandbox = new Child(process.execPath, args, { env: { PATH, HOME } });
    await sandbox.line(/^Stop with Ctrl-C/);
  }, 240_000);
  afterAll(async () => {
    await sandbox.end();
    rmSync(project, { recursive: true, force: true });
  });

  async function compile(text: string): Promise<{ code: number | null; said: string }> {
    writeFileSync(join(project, 'add-data.ts'), text);
    const child = new Child(process.execPath, [TSC, ...STRICT, 'add-data.ts'], { cwd: project });
    return { code: await child.exited, said: child.lines.join('\n') };
  }

  it('compiles in strict mode and does what the page says', async () => {
    const compiled = await compile(program);
    const [, url, key] = /Gateway +(\S+)\nAPI key +(\S+)/.exec(sandbox.lines.join('\n')) ?? [];
    const env = { PATH, HOME, GATEWAY_URL: url!, GATEWAY_API_KEY: key! };
    const child = new Child(process.execPath, ['add-data.js'], { cwd: project, env });
    const code = await child.exited;

    expect(compiled).toEqual({ code: 0, said: '' });
    expect([code, child.lines]).toEqual([
      0,
      ['active LTE3G_P01 3161.31', expect.stringMatching(/^added 100 [\da-f-]{36}/)],
    ]);
  });

  it.each([
    ["'/sims/{msisdn}'", "'/sim/{msisdn}'"],
    ['amountMb: 100', "amountMb: '100'"],
    ['sim.planCode', 'sim.plan'],
    ["=== 'unknown'", "=== 'perhaps'"],
  ])('does not compile with %s changed to %s', async (right, wrong) => {
    const { code, said } = await compile(program.replace(right, wrong));

    expect(code).not.toBe(0);
    expect(said).toMatch(/error TS\d+/);
  });
});
