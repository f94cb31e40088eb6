import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

const SCRIPT = resolve(__dirname, '../../scripts/model.mjs');

/** The command as a developer runs it. */
function model(...args: string[]): Promise<{ code: number | string | undefined; said: string }> {
  return new Promise((settle) => {
    execFile(process.execPath, [SCRIPT, ...args], { maxBuffer: 2 ** 28 }, (error, stdout, stderr) =>
      settle({ code: error ? (error.code ?? undefined) : 0, said: stdout + stderr }),
    );
  });
}

describe('the protocol of writes, as a model', () => {
  it('keeps its promises in every order of events', async () => {
    const { code, said } = await model();

    expect(said).toMatch(/failover: \d\S* states, no error/);
    expect(code).toBe(0);
  }, 600_000);

  it.each([
    'no-sent',
    'one-replica-of-two',
    'resolution-without-attempt',
    'no-look-at-the-lease',
    'blind-delete',
    'epoch-in-another-slot',
    'unknown-answer-not-recorded',
  ])(
    'breaks a promise when a rule is removed: %s',
    async (mutant) => {
      const { code, said } = await model('--mutant', mutant);

      expect(said).toMatch(/assertion violated[\s\S]*counterexample found/);
      expect(code).toBe(0);
    },
    300_000,
  );

  it('explains its usage, and refuses an unknown mutant', async () => {
    const [help, wrong] = await Promise.all([model('--help'), model('--mutant', 'other')]);

    expect(help).toMatchObject({ code: 0, said: expect.stringContaining('--full') as string });
    expect(wrong).toEqual({ code: 2, said: 'model: no mutant is called other; see --help\n' });
  });
});
