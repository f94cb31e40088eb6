import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import catalogue from '../dist/http/problems/problem-catalogue.js';
import kinds from '../dist/http/problems/problem-kind.js';

const USAGE = `Writes the table of docs/clients/errors.md from the built gateway (npm run build).

  --check  writes nothing, exits with 1 when the table is out of date
  --help   this text`;

const FILE = new URL('../docs/clients/errors.md', import.meta.url);
const [BEGIN, END] = ['<!-- table of problems: begin -->', '<!-- table of problems: end -->'];

function row(code) {
  const kind = catalogue.problemKind(code);
  const outcome = kind.outcome === 'unknown' ? '**unknown**' : 'not applied';
  const wait = kind.retryAfterSeconds === undefined ? '' : `, after ${kind.retryAfterSeconds} s`;
  const again = kind.retryable ? `yes${wait}` : 'no';
  const statuses = kinds.statusesOf(kind).join(', ');
  return `| \`${code}\` | ${statuses} | ${kind.title} | ${again} | ${outcome} | ${kind.whatToDo} |`;
}

async function documentWithTable() {
  const text = await readFile(FILE, 'utf8');
  const [before, rest = ''] = text.split(BEGIN);
  const after = rest.split(END)[1] ?? '';
  const head = [
    '| `code` | Status | What happened | Again? | A write was | What to do |',
    '|---|---|---|---|---|---|',
  ];
  const table = [...head, ...catalogue.problemCodes.map(row)].join('\n');
  const whole = `${before}${BEGIN}\n\n${table}\n\n${END}${after}`;
  return { text, next: await format(whole, { ...(await resolveConfig(FILE)), parser: 'markdown' }) };
}

const { values } = parseArgs({
  options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help) console.log(USAGE);
else {
  const { text, next } = await documentWithTable();
  if (!values.check) await writeFile(FILE, next);
  else if (text !== next) {
    console.error('docs/clients/errors.md is out of date: run npm run build && npm run errors.');
    process.exitCode = 1;
  }
}
