import { resolve } from 'node:path';
import { clientProperties, parseApiClients } from '../../src/config/api-clients';
import { scopes } from '../../src/config/scopes';
import { Child } from '../harness/child';
import { Gateway } from '../harness/gateway';

const COMMAND = resolve(__dirname, '../../scripts/api-key.mjs');

async function run(...args: string[]): Promise<{ code: number | null; lines: string[] }> {
  const child = new Child(process.execPath, [COMMAND, ...args]);
  const code = await child.exited;
  return { code, lines: child.lines.map((line) => line.trim()).filter((line) => line !== '') };
}

describe('the command that makes API keys', () => {
  it('prints a key once, and the entry that lets it in', async () => {
    const { code, lines } = await run('portal', 'sims:read', '--lines', '0901*,AAA0_*');

    const [, key = '', , entry = ''] = lines;
    expect(code).toBe(0);
    expect(key).toMatch(/^fbgw_portal_[0-9a-f]{64}$/);
    expect(lines.join('\n').split(key)).toHaveLength(2);
    const gateway = await Gateway.start({ API_CLIENTS: `[${entry}]` });
    await gateway.stranger.get('/sims/09012345678').set('X-API-Key', key).expect(200);
    await gateway.stranger.get('/sims/08038433843').set('X-API-Key', key).expect(403);
    await gateway.close();
  });

  it.each([
    [['portal', scopes.join(',')], { id: 'portal', scopes }],
    [['Batch-2', 'sims:read', 'quota:write'], { id: 'Batch-2', scopes: ['sims:read', 'quota:write'] }],
  ])('takes scopes as %j', async (args, expected) => {
    const { lines } = await run(...args);

    const [client] = parseApiClients(`[${lines[3]}]`);
    expect(client).toMatchObject(expected);
    expect(client).not.toHaveProperty('lines');
  });

  it('accepts the limits that the gateway accepts', async () => {
    const limits = ['--rate', '0.5', '--traffic-lines', '0', '--other-lines', '100', '--in-flight', '4'];
    const money = ['--max-amount-mb', '1000', '--daily-amount-mb', '5000', '--plan-codes', 'A,B-1'];

    const { lines } = await run('portal', 'quota:write', ...limits, ...money);

    const [client] = parseApiClients(`[${lines[3]}]`);
    expect(client).toMatchObject({
      ...{ ratePerSecond: 0.5, trafficLines: 0, otherLines: 100, inFlight: 4 },
      ...{ maxAmountMb: 1000, dailyAmountMb: 5000, planCodes: ['A', 'B-1'] },
    });
  });

  it('makes a different key each time', async () => {
    const both = await Promise.all([run('portal', 'sims:read'), run('portal', 'sims:read')]);

    expect(new Set(both.map(({ lines }) => lines[1])).size).toBe(2);
  });

  it.each([
    [[], 'No key was made: an id and scopes are needed; --help shows how.'],
    [['portal'], 'No key was made: an id and scopes are needed; --help shows how.'],
    [['por_tal', 'sims:read'], 'No key was made: the id must be 1-32 letters, digits or hyphens.'],
    [
      ['portal', 'sims:write'],
      `No key was made: no scope is called sims:write; there are ${scopes.join(', ')}.`,
    ],
    [['portal', ','], `No key was made: at least one scope is needed; there are ${scopes.join(', ')}.`],
    [
      ['portal', 'sims:read', '--lines', '+8190*'],
      'No key was made: --lines must be national numbers, group codes or master accounts, or beginnings of them and *.',
    ],
    [
      ['portal', 'sims:read', '--rate', '0'],
      'No key was made: --rate must be a number above 0, 10000 at most.',
    ],
    [
      ['portal', 'sims:read', '--in-flight', '1.5'],
      'No key was made: --in-flight must be a whole number from 1 to 10000.',
    ],
    [
      ['portal', 'sims:read', '--plan-codes', 'a b'],
      'No key was made: --plan-codes must be plan codes of 1-32 letters, digits, hyphens or underscores.',
    ],
    [['portal', '--nope'], "No key was made: Unknown option '--nope'; --help shows the options."],
  ])('refuses %j in one sentence', async (args, sentence) => {
    expect(await run(...args)).toEqual({ code: 1, lines: [sentence] });
  });

  it('never prints a pattern that the gateway would reject', async () => {
    const patterns = ['090', '0901*', '9012345678', '090*1', '*', '', '+81*', 'AAA0_*', 'a b', '09012345678'];

    const taken = [];
    for (const pattern of patterns) {
      const { code, lines } = await run('portal', 'sims:read', '--lines', pattern);
      if (code !== 0) continue;
      taken.push(pattern);
      expect(() => parseApiClients(`[${lines[3]}]`)).not.toThrow();
    }
    expect(taken).toEqual(['0901*', 'AAA0_*', '09012345678']);
  });

  it('explains its usage', async () => {
    const { code, lines } = await run('--help');

    expect(code).toBe(0);
    expect(lines.join('\n')).toContain(scopes.join(', '));
    // Every member of an entry that is not an option is an argument.
    const options = lines.filter((line) => /^--(?!help)/.test(line));
    expect(options).toHaveLength(clientProperties.length - ['id', 'keySha256', 'scopes'].length);
  });
});
