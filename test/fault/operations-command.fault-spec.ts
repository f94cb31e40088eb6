import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Child } from '../harness/child';

const ROOT = resolve(__dirname, '../..');
const COMMAND = resolve(ROOT, 'scripts/operations.mjs');
const PAGE = resolve(ROOT, 'docs/operators/unknown-writes.md');
/** The sandbox applies a write on this line and then drops the connection. */
const LINE = '09000001006';
const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** Replaces what differs between runs by fixed words. */
function withoutChance(text: string): string {
  return text.replaceAll(new RegExp(ID, 'g'), 'ID').replaceAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g, 'TIME');
}

describe('the command for writes of unknown outcome', () => {
  let sandbox: Child;
  let env: Record<string, string>;

  beforeAll(async () => {
    const { PATH = '', HOME = '' } = process.env;
    const args = [resolve(ROOT, 'scripts/sandbox.mjs'), '--port=0', '--simulator-port=0'];
    sandbox = new Child(process.execPath, args, { env: { PATH, HOME } });
    await sandbox.line(/^Stop with Ctrl-C/);
    const said = sandbox.lines.join('\n');
    const [, url = ''] = /Gateway +(\S+)/.exec(said) ?? [];
    const [key = ''] = /fbgw_sandbox_[0-9a-f]{64}/.exec(said) ?? [];
    env = { PATH, GATEWAY_URL: url, GATEWAY_API_KEY: key };
  });
  afterAll(() => sandbox.end());

  const run = async (args: readonly string[], others: Record<string, string> = {}) => {
    const child = new Child(process.execPath, [COMMAND, ...args], { env: { ...env, ...others } });
    const code = await child.exited;
    return { code, text: child.lines.join('\n') };
  };
  const topUp = async (key: string, line = LINE) => {
    const answer = await fetch(`${env.GATEWAY_URL}/sims/${line}/quota`, {
      method: 'POST',
      headers: {
        'X-API-Key': env.GATEWAY_API_KEY ?? '',
        'Idempotency-Key': key,
        'Content-Type': 'application/json',
      },
      body: '{"amountMb":100}',
    });
    const body = (await answer.json()) as { code?: string; operationId: string };
    return { status: answer.status, replayed: answer.headers.get('idempotency-replayed'), body };
  };

  it('finds, shows and resolves one, which is then replayed, as the operators’ page describes', async () => {
    const first = await topUp('top-up-1');
    expect([first.status, first.body.code]).toEqual([504, 'OUTCOME_UNKNOWN']);
    const { operationId } = first.body;
    const finding = ['--attempt', '1', '--outcome', 'applied', '--note', 'Freebit ticket 4711', '--yes'];

    const said = [];
    for (const [shown, args] of [
      ['list', ['list']],
      [`show ${operationId}`, ['show', operationId]],
      [
        `resolve ${operationId} --attempt 1 --outcome applied --note "Freebit ticket 4711" --yes`,
        ['resolve', operationId, ...finding],
      ],
      ['list', ['list']],
    ] as const) {
      const { code, text } = await run(args);
      expect(code).toBe(0);
      said.push(`$ npm run --silent operations -- ${shown}\n${text}`);
    }
    const again = await topUp('top-up-1');

    expect(again).toMatchObject({ status: 201, replayed: 'true', body: { operationId } });
    const [, told = ''] = /<!-- transcript -->\s+```\w*\n([^]+?)\n```/.exec(readFileSync(PAGE, 'utf8')) ?? [];
    expect(withoutChance(said.join('\n\n'))).toBe(withoutChance(told));
  });

  it('asks for confirmation, and records nothing without a yes', async () => {
    const { body } = await topUp('top-up-2');
    const finding = ['--attempt', '1', '--outcome', 'not_applied', '--note', 'Freebit ticket 4712'];

    const { code, text } = await run(['resolve', body.operationId, ...finding]);
    const shown = await run(['show', body.operationId, '--json']);

    expect(code).toBe(1);
    expect(text).toContain('This records about attempt 1: not_applied, "Freebit ticket 4712".');
    expect(text).toContain('Nothing was recorded.');
    expect(JSON.parse(shown.text)).toMatchObject({ operationId: body.operationId, state: 'unknown' });
  });

  it('lists the operations of one line, also as JSON', async () => {
    const added = await topUp('top-up-3', '09012345678');

    const { code, text } = await run(['list', '--line', '09012345678', '--json']);

    expect(code).toBe(0);
    expect(JSON.parse(text)).toMatchObject([{ operationId: added.body.operationId, state: 'applied' }]);
  });

  it.each([
    [['show', '00000000-0000-8000-8000-000000000000'], {}, /^404 OPERATION_NOT_FOUND: .+\nrequestId /s],
    [['show', 'nonsense'], {}, /^400 VALIDATION_FAILED: /],
    [['list'], { GATEWAY_API_KEY: 'fbgw_sandbox_wrong' }, /^401 UNAUTHENTICATED: /],
    [['list'], { GATEWAY_URL: 'http://127.0.0.1:65535' }, /^The gateway was not reached: ECONNREFUSED\.$/],
  ])('reports what the gateway refused: %j', async (args, others, reason) => {
    const { code, text } = await run(args, others);

    expect(code).toBe(1);
    expect(text).toMatch(reason);
    expect(text).not.toContain('fbgw_');
  });

  it.each([
    [[], 'Say list, show or resolve; --help shows how.'],
    [['show'], 'One operation id is needed, as list prints it.'],
    [['resolve', 'x', '--outcome', 'applied'], '--attempt must be the number that show prints.'],
    [['resolve', 'x', '--attempt', '1', '--outcome', 'yes'], '--outcome must be applied or not_applied.'],
    [['list', '--nope'], "Unknown option '--nope'; --help shows how."],
  ])('reports what is missing in %j', async (args, reason) => {
    expect(await run(args)).toEqual({ code: 2, text: reason });
  });

  it('explains its usage', async () => {
    const { code, text } = await run(['--help']);

    expect(code).toBe(0);
    expect(text).toContain('npm run operations -- resolve ID --attempt N');
  });
});
