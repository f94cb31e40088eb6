import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { TracingOptions } from '../../src/observability/tracing';
import { Child } from '../harness/child';
import { TraceCollector } from '../harness/trace-collector';

const BUILT = resolve(__dirname, '../../dist/observability');
const PROGRAM = `
  const { openTracing } = require(${JSON.stringify(`${BUILT}/open-tracing.js`)});
  const { OPTIONS, COUNT, PARENT } = process.env;
  const tracing = openTracing(JSON.parse(OPTIONS), { info() {}, warn() {} });
  for (let index = 0; index < Number(COUNT); index++)
    tracing.begin('GET', PARENT).end({ route: '/x', status: 200, code: undefined, requestId: 'r' });
  tracing.close().then(() => process.exit(0));
`;

describe('the standard variables for traces are respected:', () => {
  let collector: TraceCollector;

  beforeAll(async () => {
    collector = await TraceCollector.start();
  });
  beforeEach(() => collector.forget());
  afterAll(() => collector.close());

  /** Makes this many request spans, each in its own trace, in a separate process. */
  const trace = async (options: Partial<TracingOptions>, count = 1, parent?: string): Promise<void> => {
    const child = new Child(process.execPath, ['-e', PROGRAM], {
      env: {
        OPTIONS: JSON.stringify({ endpoint: collector.url, ...options }),
        COUNT: `${count}`,
        ...(parent !== undefined && { PARENT: parent }),
      },
    });
    expect(await child.exited).toBe(0);
  };
  const parentOf = (flags: string) =>
    `00-f${randomBytes(16).toString('hex').slice(1)}-f${randomBytes(8).toString('hex').slice(1)}-${flags}`;

  it('headers, service name and resource attributes', async () => {
    await trace({
      headers: { authorization: 'Bearer of-the-collector' },
      serviceName: 'gateway-of-tests',
      resourceAttributes: { 'service.name': 'another', 'deployment.environment.name': 'staging' },
    });

    const [received = ''] = collector.received;
    expect(received).toContain('Bearer of-the-collector');
    expect(received).toContain('gateway-of-tests');
    expect(received).toContain('staging');
    expect(received).not.toContain('another');
  });

  it.each([
    ['an endpoint', (url: string) => ({ endpoint: url }), '/v1/traces'],
    ['an endpoint with the path', (url: string) => ({ endpoint: `${url}/v1/traces` }), '/v1/traces'],
    ['a whole URL', (url: string) => ({ tracesUrl: `${url}/otlp/here` }), '/otlp/here'],
  ])('%s', async (_, options, path) => {
    await trace(options(collector.url));

    expect(collector.received[0]).toMatch(new RegExp(`^POST ${path}\\n`));
  });

  it.each([
    ['parentbased_always_on', undefined, '01', 10],
    ['parentbased_always_on', undefined, '00', 0],
    ['parentbased_always_off', undefined, undefined, 0],
    ['parentbased_always_off', undefined, '01', 10],
    ['always_on', undefined, '00', 10],
    ['always_off', undefined, '01', 0],
    ['traceidratio', 0, undefined, 0],
    ['parentbased_traceidratio', 0, '01', 10],
    ['parentbased_traceidratio', 1, undefined, 10],
  ])('the sampler %s with %s, for a caller with %s', async (sampler, samplerRatio, flags, expected) => {
    await trace(
      { sampler, ...(samplerRatio !== undefined && { samplerRatio }) },
      10,
      flags && parentOf(flags),
    );

    expect(collector.spans).toHaveLength(expected);
  });
});
