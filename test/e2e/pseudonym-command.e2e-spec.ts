import { resolve } from 'node:path';
import { LineNames } from '../../src/lines/line-names';
import { Child } from '../harness/child';

const COMMAND = resolve(__dirname, '../../scripts/pseudonym.mjs');
const SETTINGS = {
  FREEBIT_BASE_URL: 'https://freebit.example/api',
  FREEBIT_OEM_ID: 'oem',
  FREEBIT_OEM_KEY: 'oem-key',
};

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const child = new Child(process.execPath, [COMMAND, ...args], { env: { ...SETTINGS, ...env } });
  const code = await child.exited;
  const isHint = (line: string) => line.startsWith('made with ');
  const [hint] = child.lines.filter(isHint);
  return { code, hint, text: child.lines.filter((line) => !isHint(line)).join('\n') };
}

describe('the command that names a line as the audit log does', () => {
  it.each([
    ['09012345678', {}, 'oem-key', 'made with FREEBIT_OEM_KEY, because STORE_SECRET is not set'],
    [
      '+819012345678',
      { STORE_SECRET: 'a-secret-of-its-own' },
      'a-secret-of-its-own',
      'made with STORE_SECRET',
    ],
  ] as const)('prints the pseudonym of %s, and which secret made it', async (line, env, secret, hint) => {
    const names = new LineNames(secret, 'freebit.example|oem');

    expect(await run([line], env)).toEqual({
      ...{ code: 0, hint },
      text: names.of({ type: 'sim', id: '09012345678' }).pseudonym,
    });
  });

  it('prints the pseudonym of a share group', async () => {
    const names = new LineNames('oem-key', 'freebit.example|oem');

    expect((await run(['AAA0_1'])).text).toBe(names.of({ type: 'share_group', id: 'AAA0_1' }).pseudonym);
  });

  it.each([[['0901']], [[]], [['09012345678', '09012345679']], [['--what']]])(
    'says what is wrong with %j, and repeats no number',
    async (args) => {
      const { code, text } = await run(args);

      expect(code).toBe(1);
      expect(text).not.toMatch(/0901/);
    },
  );

  it('explains its usage', async () => {
    expect((await run(['--help'])).text).toContain('npm run pseudonym -- <line>');
  });
});
