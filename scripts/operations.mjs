import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';

const USAGE = `Lists writes of unknown outcome, and records findings about them.

  npm run operations -- list [--state unknown|running] [--line LINE] [--json]
  npm run operations -- show ID [--json]
  npm run operations -- resolve ID --attempt N --outcome applied|not_applied --note TEXT [--yes] [--json]

  --state    operations that are unknown (the default) or running, oldest first
  --line     the operations on one SIM (its number) or share group (its code), newest first
  --attempt  the attempt that the finding is about, as show prints it
  --outcome  applied: the key replays success; not_applied: the key is free
  --note     how it is known; numbers in it are masked
  --yes      records without asking
  --json     prints operations as JSON: list a list of all pages, show and resolve one
  --url      the gateway, instead of GATEWAY_URL
  --help     this text

Needs GATEWAY_URL and GATEWAY_API_KEY, the key of a client with the scope operations:resolve.
Exit code 0: done; 1: the gateway refused or was not reached; 2: the command is not complete.`;

/** The command line is wrong. */
class UsageError extends Error {}

const OPTIONS = {
  ...Object.fromEntries(
    ['state', 'line', 'attempt', 'outcome', 'note', 'url'].map((name) => [name, { type: 'string' }]),
  ),
  yes: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
};
const COMMANDS = { list, show, resolve };

try {
  await run();
} catch (error) {
  console.error(error.message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function run() {
  const { values, positionals } = readArguments();
  if (values.help) return console.log(USAGE);
  const [name, ...more] = positionals;
  if (!Object.hasOwn(COMMANDS, name ?? ''))
    throw new UsageError('Say list, show or resolve; --help shows how.');
  await COMMANDS[name](values, more);
}

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new UsageError(`${error.message.split('. ')[0]}; --help shows how.`);
  }
}

async function list(options, more) {
  if (more.length > 0) throw new UsageError('list takes options only; --help shows them.');
  if (options.line !== undefined && options.state !== undefined)
    throw new UsageError('Give either --state or --line.');
  const by = options.line === undefined ? { state: options.state ?? 'unknown' } : { line: options.line };
  const operations = [];
  let cursor;
  do {
    const query = new URLSearchParams({ ...by, ...(cursor && { cursor }) });
    const page = await ask(options, `/operations?${query}`);
    operations.push(...page.operations);
    cursor = page.next;
  } while (cursor);
  if (options.json) return print(operations);
  if (operations.length === 0) return console.log('There is none.');
  for (const operation of operations) console.log(lineOf(operation));
}

async function show(options, more) {
  const operation = await ask(options, pathOf(more));
  if (options.json) print(operation);
  else console.log(describe(operation));
}

async function resolve(options, more) {
  const path = pathOf(more);
  const finding = findingIn(options);
  if (!options.yes) await askPerson(await ask(options, path), finding);
  const operation = await ask(options, `${path}/resolution`, finding);
  if (options.json) print(operation);
  else
    console.log(`Recorded: attempt ${operation.attempt} of ${operation.operationId} is ${operation.state}.`);
}

function findingIn({ attempt = '', outcome, note }) {
  if (!/^[1-9]\d{0,8}$/.test(attempt)) throw new UsageError('--attempt must be the number that show prints.');
  if (outcome !== 'applied' && outcome !== 'not_applied')
    throw new UsageError('--outcome must be applied or not_applied.');
  if (!note) throw new UsageError('--note must say how it is known.');
  return { attempt: Number(attempt), outcome, note };
}

/** Shows what will be recorded. Throws unless the answer is yes. */
async function askPerson(operation, { attempt, outcome, note }) {
  console.log(describe(operation));
  console.log(`\nThis records about attempt ${attempt}: ${outcome}, "${note}". It cannot be changed.`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const ended = new Promise((done) => terminal.once('close', () => done('')));
  const answer = await Promise.race([terminal.question('Record it? Type yes in full: '), ended]);
  terminal.close();
  if (answer.trim() !== 'yes') throw new Error('Nothing was recorded.');
}

function pathOf([id, ...more]) {
  if (id === undefined || more.length > 0)
    throw new UsageError('One operation id is needed, as list prints it.');
  return `/operations/${encodeURIComponent(id)}`;
}

/** The body of an answer. Throws the text of a problem document, or that the gateway was not reached. */
async function ask({ url = process.env.GATEWAY_URL }, path, body) {
  const { GATEWAY_API_KEY: key } = process.env;
  if (!url || !key) throw new UsageError('Set GATEWAY_URL and GATEWAY_API_KEY; --help shows how.');
  if (!URL.canParse(url)) throw new UsageError('GATEWAY_URL must be a URL.');
  const answer = await fetch(`${url.replace(/\/$/, '')}${path}`, {
    headers: { 'X-API-Key': key, ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    redirect: 'error',
    signal: AbortSignal.timeout(30_000),
  }).catch((error) => {
    throw new Error(
      `The gateway was not reached: ${error.cause?.code ?? error.cause?.message ?? error.message}.`,
    );
  });
  const answered = await answer.json().catch(() => null);
  if (answer.ok && answered !== null) return answered;
  throw new Error(
    answered?.code
      ? problemText(answered)
      : `The answer was ${answer.status}, and does not come from a gateway.`,
  );
}

function problemText({ status, code, title, detail, errors = [], requestId }) {
  const wrong = errors.map(({ parameter, pointer, message }) => `\n  ${parameter ?? pointer}: ${message}`);
  return `${status} ${code}: ${title}\n${detail}${wrong.join('')}\nrequestId ${requestId}`;
}

function print(value) {
  console.log(JSON.stringify(value, null, 2));
}

/** One line of a list. */
function lineOf({ operationId, attempt, state, type, target, command, caller, createdAt }) {
  const line = target.msisdn ?? target.groupCode;
  const what = type === 'plan_change' ? `plan ${command.planCode}` : `${command.amountMb} MB`;
  return [operationId, `attempt ${attempt}`, state, line, what, caller, createdAt].join('  ');
}

/** An operation in full, one property per line. */
function describe(operation) {
  const { target, command, problem, resolution, ...facts } = operation;
  const all = {
    ...facts,
    line: target.msisdn ?? target.groupCode,
    command: JSON.stringify(command),
    ...(problem && { problem: `${problem.status} ${problem.code}, requestId ${problem.requestId}` }),
    ...(resolution && { resolution: `${resolution.outcome}, by ${resolution.by}: ${resolution.note}` }),
  };
  return Object.entries(all)
    .map(([name, value]) => `${name.padEnd(12)} ${value ?? '-'}`)
    .join('\n');
}
