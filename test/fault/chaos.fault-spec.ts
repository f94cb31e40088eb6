import { resolve } from 'node:path';
import { Child } from '../harness/child';

const CHAOS = resolve(__dirname, '../chaos/chaos.mjs');

interface Run {
  readonly code: number | null;
  readonly said: string;
}

async function chaos(...args: string[]): Promise<Run> {
  const { PATH = '', HOME = '' } = process.env;
  const child = new Child(process.execPath, [CHAOS, ...args], { env: { PATH, HOME } });
  const code = await child.exited;
  return { code, said: child.lines.join('\n') };
}

describe('a short run of the chaos trials', () => {
  let healthy: Run;
  let buggy: Run;

  beforeAll(async () => {
    [healthy, buggy] = await Promise.all([
      chaos('--trials', '60', '--seed', 'first', '--gateways', '2'),
      chaos('--sensitivity', '--bug', 'retry-after-reset', '--seed', 'first', '--gateways', '2'),
    ]);
  }, 240_000);

  it('sees every promise about writes kept while processes are killed, paused and cut off', () => {
    expect(healthy.said).not.toMatch(/BROKEN/);
    expect(healthy.said).toMatch(/^I1 .* holds$/m);
    expect(healthy.code).toBe(0);
  });

  it('detects a gateway that sends a write again after a reset', () => {
    expect(buggy.said).toMatch(/^retry-after-reset +I\d: /m);
    expect(buggy.code).toBe(0);
  });
});

it('the chaos command explains its options, and what is wrong with one', async () => {
  const [help, wrong] = await Promise.all([chaos('--help'), chaos('--trials', 'many')]);

  expect(help).toMatchObject({ code: 0, said: expect.stringContaining('--seed <text>') as string });
  expect(wrong).toEqual({
    code: 2,
    said: 'The trials cannot run: --trials must be a whole number of at least 1',
  });
});
