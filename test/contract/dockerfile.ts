import { readFileSync } from 'node:fs';

interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** One `FROM` of a Dockerfile and what follows it. */
export interface Stage {
  readonly name: string;
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

/** Reads only what our Dockerfile uses: one instruction a line, every stage with a name. */
export function readStages(file: string): Stage[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  for (const line of lines) {
    const [, word = '', rest = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    const [, from, name] = /^FROM (\S+) AS (\S+)$/.exec(line) ?? [];
    if (from !== undefined && name !== undefined) stages.push({ name, from, instructions: [] });
    else if (word === '' || word === 'FROM') throw new Error(`not understood: ${line}`);
    else stages.at(-1)?.instructions.push({ word, rest });
  }
  return stages;
}

/** The arguments of an instruction in a stage, in order. */
export function restsOf(stage: Stage, word: string): string[] {
  return stage.instructions.filter((instruction) => instruction.word === word).map(({ rest }) => rest);
}

/** Names and values that a stage adds to the environment. */
export function environmentOf(stage: Stage): Record<string, string> {
  const pairs = restsOf(stage, 'ENV').flatMap((rest) => rest.split(' ').map((pair) => pair.split('=')));
  return Object.fromEntries(pairs) as Record<string, string>;
}

/** The command of a `CMD` or `HEALTHCHECK` in exec form; throws for the shell form, which swallows signals. */
export function commandOf(stage: Stage, word: 'CMD' | 'HEALTHCHECK'): string[] {
  const [rest = ''] = restsOf(stage, word);
  return JSON.parse(rest.slice(rest.indexOf('['))) as string[];
}
