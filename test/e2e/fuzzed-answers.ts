import fc from 'fast-check';
import { isLosslessNumber, parse } from 'lossless-json';
import { readExamples } from '../../freebit-docs/papers';

/** Something Freebit might answer: an HTTP status and any bytes. */
export interface FuzzedAnswer {
  readonly httpStatus: number;
  readonly body: Buffer;
}

/** JSON before it is written: members in order, names may repeat, and scalars are kept as text. */
type Node = string | readonly Node[] | { readonly members: readonly Member[] };
type Member = readonly [name: string, value: Node];
/** What one member is replaced with. */
type Mutation = (member: Member) => readonly Member[];

/** The line that every answer of a paper is about here. */
export const FUZZED_SIM = '08038433843';

const realAnswers = (['PA03-02', 'PA04-04', 'PA05-01', 'PA05-21'] as const)
  .flatMap((document) => readExamples(document).filter(({ kind }) => kind === 'response'))
  .map(({ text }) => toNode(parse(text.replaceAll('09012345678', FUZZED_SIM))));

/** 205 and 228 are left out: they cost logins, which are rationed. */
const CODES = [
  100, 200, 201, 204, 210, 211, 220, 221, 230, 233, 234, 237, 240, 322, 323, 325, 330, 900, 0, 400, 404, 500,
  999,
];

const scalars = fc.oneof(
  fc.json(),
  fc.constantFrom(...CODES.flatMap((code) => [`${code}`, `"${code}"`])),
  fc.constantFrom('1e400', '-0', '1.0', '1e2', '9007199254740993', '9'.repeat(400), '-1', '0x1', '01', 'NaN'),
  fc.constantFrom('null', '""', '" "', 'true', 'false', '[]', '{}', '[{}]', '"\\ud800"', '"\\u0000"', "'x'"),
  fc.constantFrom(
    '10',
    '"20"',
    '"active"',
    '20130901',
    '"20130231"',
    '"1,2"',
    '",,"',
    '"100,x"',
    '"08038433843"',
  ),
  fc.constantFrom(
    nested('[', ']', 60),
    nested('[', ']', 20_000),
    nested('{"a":', '}', 3_000),
    `"${'x'.repeat(70_000)}"`,
  ),
);

const names = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    'resultCode',
    'status',
    'statusCode',
  ),
  fc.constantFrom(
    'responseDatas',
    'account',
    'traffic',
    'talkOption',
    'voicemail',
    'worldCall',
    'password',
    'async',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  scalars.map((text): Mutation => ([name]) => [[name, text]]),
  scalars.map((text): Mutation => (member) => [member, [member[0], text]]),
  scalars.map((text): Mutation => (member) => [[member[0], text], member]),
  names.map((name): Mutation => (member) => [[name, member[1]]]),
  fc.tuple(names, scalars).map(([name, text]): Mutation => (member) => [member, [name, text]]),
  fc.constantFrom<Mutation[]>(
    () => [],
    (member) => [member, member],
    ([name, value]) => [[name, [value]]],
    ([name, value]) => [[name, [value, value]]],
    ([name, value]) => [[name, { members: [[name, value]] }]],
    ([name, value]) => [[name, flipped(value)]],
    ([name, value]) => [[name.toUpperCase(), value]],
    ([name, value]) => [[name.toLowerCase(), value]],
  ),
);

const mutated = fc
  .tuple(fc.constantFrom(...realAnswers), fc.array(fc.tuple(fc.nat(), mutation), { maxLength: 3 }))
  .map(([answer, mutations]) =>
    write(mutations.reduce<Node>((node, [at, mutate]) => mutateAt(node, at, mutate), answer)),
  );

const coded = fc
  .tuple(fc.constantFrom(...realAnswers), fc.constantFrom(...CODES), fc.constantFrom(...CODES), fc.boolean())
  .map(([answer, resultCode, statusCode, asText]) => {
    const written = (code: number) => (asText ? `"${code}"` : `${code}`);
    const codes: Record<string, string> = {
      resultCode: written(resultCode),
      statusCode: written(statusCode),
    };
    return write(everywhere(answer, ([name, value]) => [name, codes[name] ?? value]));
  });

const text = fc.oneof(
  { weight: 8, arbitrary: mutated },
  { weight: 3, arbitrary: coded },
  { weight: 1, arbitrary: scalars },
  {
    weight: 1,
    arbitrary: fc.tuple(mutated, fc.nat()).map(([all, at]) => all.slice(0, at % (all.length + 1))),
  },
  { weight: 1, arbitrary: fc.tuple(mutated, mutated).map(([one, other]) => one + other) },
);

const body = fc.oneof(
  { weight: 12, arbitrary: text.map((all) => Buffer.from(all)) },
  { weight: 1, arbitrary: text.map((all) => Buffer.from(`\ufeff${all}`)) },
  { weight: 1, arbitrary: text.map((all) => Buffer.from(all, 'utf16le')) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
);

const httpStatus = fc.oneof(
  { weight: 8, arbitrary: fc.constant(200) },
  { weight: 2, arbitrary: fc.constantFrom(201, 302, 400, 403, 404, 429, 500, 502, 503) },
);

/** Mutated answers of the papers, and bytes that are no answer at all. */
export const fuzzedAnswer: fc.Arbitrary<FuzzedAnswer> = fc.record({ httpStatus, body });

function toNode(value: unknown): Node {
  if (isLosslessNumber(value)) return value.value;
  if (Array.isArray(value)) return value.map(toNode);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return { members: Object.entries(value).map(([name, inner]): Member => [name, toNode(inner)]) };
}

function write(node: Node): string {
  if (typeof node === 'string') return node;
  if (isList(node)) return `[${node.map(write).join(',')}]`;
  return `{${node.members.map(([name, value]) => `${JSON.stringify(name)}:${write(value)}`).join(',')}}`;
}

/** Replaces every member, from the inside out. */
function everywhere(node: Node, replace: (member: Member) => Member): Node {
  if (typeof node === 'string') return node;
  if (isList(node)) return node.map((item) => everywhere(item, replace));
  return { members: node.members.map(([name, value]) => replace([name, everywhere(value, replace)])) };
}

/** Applies the mutation to one member, counted from the outside in; any number is allowed. */
function mutateAt(root: Node, at: number, mutate: Mutation): Node {
  let left = at % Math.max(1, membersOf(root));
  const walk = (node: Node): Node => {
    if (typeof node === 'string') return node;
    if (isList(node)) return node.map(walk);
    return { members: node.members.flatMap((member) => (left-- === 0 ? mutate(member) : [within(member)])) };
  };
  const within = ([name, value]: Member): Member => [name, walk(value)];
  return walk(root);
}

function membersOf(node: Node): number {
  if (typeof node === 'string') return 0;
  const inner = isList(node) ? node : node.members.map(([, value]) => value);
  return inner.reduce<number>((sum, item) => sum + membersOf(item), isList(node) ? 0 : node.members.length);
}

/** A number becomes a text, a text of digits a number, anything else a list. */
function flipped(value: Node): Node {
  if (typeof value !== 'string') return [value];
  return /^-?[\d.]+$/.test(value) ? `"${value}"` : value.replace(/^"(\d+)"$/, '$1');
}

function nested(open: string, close: string, depth: number): string {
  return `${open.repeat(depth)}1${close.repeat(depth)}`;
}

function isList(node: Node): node is readonly Node[] {
  return Array.isArray(node);
}
