import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const require = createRequire(__filename);
const ROOT = join(__dirname, '../..');

/** A part of a description. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Described = any;

/** Every problem that may answer a read of a SIM. */
const PREAMBLE = `
import type { components, operations } from './schema';
type Answers = operations['getSim']['responses'];
type BodyOf<Answer> = Answer extends { content: { 'application/problem+json': infer Body } } ? Body : never;
type Problem = BodyOf<Answers[keyof Answers]>;
`;

/** The problem codes of a read of a SIM in the description. */
function codesOfGetSim(): string[] {
  const { paths, components } = JSON.parse(readFileSync(join(ROOT, 'openapi.json'), 'utf8'));
  const at = (ref: string) =>
    ref
      .slice(2)
      .split('/')
      .reduce<Described>((node, name) => node[name], { components });
  const responses = Object.values<Described>(paths['/sims/{msisdn}'].get.responses);
  const schemas = responses
    .map((response) => (response.$ref ? at(response.$ref) : response))
    .flatMap(({ content }) => content['application/problem+json']?.schema ?? [])
    .flatMap((schema) => schema.oneOf ?? [schema]);
  return schemas.map(({ $ref }) => at($ref).allOf[1].properties.code.const);
}

/** The compiler's messages for a program that uses the generated types. */
function compile(folder: string, program: string): string {
  const file = join(folder, 'program.ts');
  writeFileSync(file, PREAMBLE + program);
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'nodenext'];
  const tsc = require.resolve('typescript/bin/tsc');
  return spawnSync(process.execPath, [tsc, ...options, file], { encoding: 'utf8', cwd: folder }).stdout;
}

describe('types generated from the API description', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'openapi-types-'));
    const cli = join(dirname(require.resolve('openapi-typescript/package.json')), 'bin/cli.js');
    const made = spawnSync(
      process.execPath,
      [cli, join(ROOT, 'openapi.json'), '-o', join(folder, 'schema.d.ts')],
      { encoding: 'utf8' },
    );
    expect([made.status, made.stderr]).toEqual([0, expect.any(String)]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('make a switch over the code of a problem exhaustive', () => {
    const unique = [...new Set(codesOfGetSim())];
    const cases = (list: readonly (string | undefined)[]) =>
      list.map((code) => `case '${code}': return problem.status;`).join('\n');
    const program = (list: readonly (string | undefined)[]) =>
      `export function handle(problem: Problem): number {
        switch (problem.code) {
          ${cases(list)}
          default: { const never: never = problem; return never; }
        }
      }`;

    expect(unique).toEqual(expect.arrayContaining(['SIM_NOT_FOUND', 'UPSTREAM_TIMEOUT']));
    expect(compile(folder, program(unique))).toBe('');
    expect(compile(folder, program(unique.slice(1)))).toContain("is not assignable to type 'never'");
    expect(compile(folder, program([...unique, 'NO_SUCH_CODE']))).toContain('is not comparable');
  });

  it('narrow targets, linked accounts, operations and the status of a problem', () => {
    const program = `
      type Schemas = components['schemas'];
      export const target = (target: Schemas['Target']): string =>
        target.type === 'sim' ? target.msisdn : target.groupCode;
      export const linked = (account: Schemas['LinkedAccount']): string =>
        account.kind === 'sim' ? account.href : account.account;
      export const command = (operation: Schemas['Operation']): number | string =>
        operation.type === 'quota_addition' ? operation.command.amountMb : operation.command.planCode;
      export const status = (problem: Schemas['SimNotFound']): 404 => problem.status;
      export const key: operations['addSimQuota']['parameters']['header'] = { 'Idempotency-Key': 'k' };
    `;

    expect(compile(folder, program)).toBe('');
    expect(
      compile(folder, "export const key: operations['addSimQuota']['parameters']['header'] = {};"),
    ).toContain('Idempotency-Key');
  });
});
