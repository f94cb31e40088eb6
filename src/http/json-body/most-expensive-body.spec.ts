import type { ArgumentMetadata } from '@nestjs/common';
import { IsInt, IsObject, IsOptional, Matches, Max, Min } from 'class-validator';
import fc from 'fast-check';
import { Session } from 'node:inspector/promises';
import { ProblemError } from '../problems/problem-error';
import { BODY_PIPES } from './json-body.decorator';
import { readJson } from './read-json';

/** Like the requests of this API: a number and texts with a pattern. */
class Addition {
  @IsInt()
  @Min(1)
  @Max(512_000)
  amountMb!: number;

  @IsOptional()
  @Matches(/^[\x21-\x7e]{1,512}$/)
  reference?: string;

  @IsOptional()
  @IsObject()
  more?: object;
}

/** The number of bodies in a search. */
const RUNS = Number(process.env.BODY_RUNS ?? 40);
const LARGEST = 16 * 1024;
const METADATA: ArgumentMetadata = { type: 'body', metatype: Addition };
/** The code whose work is counted: ours and the libraries that process a body. */
const COUNTED =
  /json-body\/(?!most-expensive)|jsonc-parser|class-validator|class-transformer|validation\.pipe/;
/** Executed blocks for each byte of a body, at most. Digits in a row after a broken beginning reach about 45. */
const STEPS_PER_BYTE = 100;
/** The allowed factor for a body of twice the length, besides a constant. */
const GROWTH = 2.4;
const CONSTANT_STEPS = 5 * LARGEST;

/** Counts executed blocks, a measure of work that does not depend on the machine. */
class WorkCounter {
  private readonly session = new Session();

  async start(): Promise<void> {
    this.session.connect();
    await this.session.post('Profiler.enable');
    await this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  async count(work: () => Promise<void>): Promise<number> {
    await this.session.post('Profiler.takePreciseCoverage');
    await work();
    const { result } = await this.session.post('Profiler.takePreciseCoverage');
    return result
      .filter(({ url }) => COUNTED.test(url))
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.map(({ count }) => count)))
      .reduce((sum, count) => sum + count, 0);
  }

  stop(): void {
    this.session.disconnect();
  }
}

async function read(body: string): Promise<void> {
  try {
    const value = BODY_PIPES[0].transform(readJson(Buffer.from(body)), METADATA);
    await BODY_PIPES[1].transform(value, METADATA);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
  }
}

/** The pattern of a body: opening and closing parts once per level, the middle as often as fits. */
interface Pattern {
  readonly before: string;
  readonly open: string;
  /** More than a few are those of the largest body, and become fewer with its size, so that they fit. */
  readonly levels: number;
  readonly piece: string;
  readonly close: string;
  readonly after: string;
}

const FEW_LEVELS = 100;

function bodyOf({ before, open, levels, piece, close, after }: Pattern, bytes: number): string {
  const depth = levels > FEW_LEVELS ? Math.ceil((levels * bytes) / LARGEST) : levels;
  const [head, tail] = [before + open.repeat(depth), close.repeat(depth) + after];
  const room = Math.max(0, bytes - Buffer.byteLength(head) - Buffer.byteLength(tail));
  const body = head + piece.repeat(Math.floor(room / Math.max(1, Buffer.byteLength(piece)))) + tail;
  return Buffer.from(body).subarray(0, bytes).toString();
}

const scraps = [
  ...['0', '1', '9', '.', '-', 'e', 'E+', '1e9', '0.1', '00', '10', '"', '\\', '\\u0030', '\\ud800'],
  ...['{', '}', '[', ']', ':', ',', '{"a":', '"a":1,', '"a":{},', '[],', '{},', 'null,', 'true', ' ', '\n'],
  ...[
    'a',
    '~',
    '/',
    '\u0430',
    '\u{1f4f1}',
    '09012345678',
    '-',
    '(',
    '\uff10',
    '"__proto__":1,',
    '"reference":"',
  ],
];
const text = (maxLength: number) =>
  fc.array(fc.constantFrom(...scraps), { maxLength }).map((all) => all.join(''));
const pattern: fc.Arbitrary<Pattern> = fc.record({
  before: fc.constantFrom(
    '',
    '{"amountMb":',
    '{"amountMb":1.',
    '{"reference":"',
    '{"more":',
    '{"amountMb":1,',
    '{',
  ),
  open: fc.oneof(fc.constantFrom('', '[', '{"a":', '{"a":1,"a":', '[{"b":'), text(4)),
  levels: fc.constantFrom(0, 1, 8, 31, 64, 5_000),
  piece: fc.oneof(fc.constantFrom('0', '9', '"a":1,', '1,', '[', '{"a":', '\\u0061', ' '), text(6)),
  close: fc.constantFrom('', ']', '}', '1}', '}]', '0'),
  after: fc.constantFrom('', '}', '1}', '"}', ']}', '0001}'),
});

const L1: readonly (readonly [string, Pattern])[] = [
  [
    'a number with many zeros',
    { before: '{"amountMb":1.', open: '', levels: 0, piece: '0', close: '', after: '1}' },
  ],
  [
    'names given twice, one in the other',
    { before: '', open: '{"a":1,"a":', levels: 1_200, piece: '', close: '}', after: '' },
  ],
];

describe('the work for a body', () => {
  const counter = new WorkCounter();
  beforeAll(async () => {
    await counter.start();
    await read('{"amountMb":1,"reference":"a","more":{"b":[1]}}');
  });
  afterAll(() => counter.stop());

  const stepsOf = (each: Pattern, bytes: number) => counter.count(() => read(bodyOf(each, bytes)));

  async function expectLinear(each: Pattern): Promise<number> {
    const [half, whole] = [await stepsOf(each, LARGEST / 2), await stepsOf(each, LARGEST)];
    expect(whole).toBeLessThanOrEqual(STEPS_PER_BYTE * LARGEST);
    expect(whole).toBeLessThanOrEqual(GROWTH * half + CONSTANT_STEPS);
    return whole;
  }

  it.each(L1)('grows linearly with %s', async (_, each) => {
    await expectLinear(each);
  });

  it('grows linearly for the most expensive bodies that a search finds', async () => {
    let costliest = { steps: 0, each: L1[0]![1] };
    const weigh = async (each: Pattern) => {
      const steps = await expectLinear(each);
      if (steps > costliest.steps) costliest = { steps, each };
    };

    await fc.assert(fc.asyncProperty(pattern, weigh), { numRuns: RUNS });
    // From the most expensive one, parts are replaced one at a time, and kept if they cost more.
    const changes = fc.sample(pattern, RUNS);
    for (const [index, change] of changes.entries()) {
      const part = (Object.keys(change) as (keyof Pattern)[])[index % 6]!;
      await weigh({ ...costliest.each, [part]: change[part] });
    }

    expect(costliest.steps).toBeGreaterThan(0);
  });

  it('is measured by a counter that detects growth', async () => {
    const again = { before: '{"reference":"', open: '', levels: 0, piece: 'a', close: '', after: '"}' };
    const once = await stepsOf(again, LARGEST / 2);
    const often = await counter.count(async () => {
      for (let times = 0; times < 100; times++) await read(bodyOf(again, LARGEST));
    });

    expect(often).toBeGreaterThan(GROWTH * once + CONSTANT_STEPS);
  });
});
