import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { type ProbeApp, request, startProbe, statusOf } from './http-probe';

interface Described {
  openapi: string;
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, Response> }>>;
  components: {
    schemas: Record<string, { allOf?: object[]; examples?: object[] }>;
    headers: Record<string, object>;
    responses: Record<string, Response>;
  };
}

interface Response {
  $ref?: string;
  headers?: Record<string, object>;
  content?: Record<string, { schema: object }>;
}

/** An answer without the headers that differ in every answer. */
const withoutOwn = (answer: string) => answer.replace(/^(?:x-request-id|date): .*\r\n/gim, '');

describe('the API description', () => {
  let probe: ProbeApp;
  let document: Described;
  const body = async (path: string) =>
    (await probe.raw(request(`GET ${path}`))).split('\r\n\r\n').slice(1).join('\r\n\r\n');
  beforeAll(async () => {
    probe = await startProbe();
    document = JSON.parse(await body('/docs-json'));
  });
  afterAll(() => probe.close());

  const resolved = (response: Response): Response =>
    response.$ref ? document.components.responses[response.$ref.split('/').at(-1)!]! : response;

  it('is served as a page and as JSON', async () => {
    expect(document.openapi).toBe('3.1.0');
    expect(parse(await body('/docs-yaml'))).toEqual(document);
    expect(await body('/docs')).toContain('swagger-ui');
    const style = await probe.raw(request('GET /docs/swagger-ui.css'));
    expect(statusOf(style)).toBe(200);
    expect(style).toMatch(/cache-control: private, no-store\r\n/i);
  });

  it.each(['/docs-json', '/docs-yaml', '/docs/swagger-ui-init.js'])(
    'is generated only once for %s',
    async (path) => {
      const first = await probe.raw(request(`GET ${path}`));
      const written = jest.spyOn(JSON, 'stringify');

      const again = await probe.raw(request(`GET ${path}`));

      const longest = Math.max(0, ...written.mock.results.map(({ value }) => String(value).length));
      written.mockRestore();
      expect(longest).toBeLessThan(10_000);
      expect(withoutOwn(again)).toBe(withoutOwn(first));
    },
  );

  it.each(['/docs/../package.json', '/docs/%2e%2e/package.json', '/docs/.env', '/docs/nothing.css'])(
    'answers 404 at %s',
    async (path) => expect(statusOf(await probe.raw(request(`GET ${path}`)))).toBe(404),
  );

  it('gives operations readable names', () => {
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );

    expect(ids).toEqual(
      expect.arrayContaining(['getProbe', 'addProbe', 'listProblems', 'getProblem', 'getReadiness']),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives every response the id of its request, and Retry-After where it applies', () => {
    const { responses } = document.paths['/sims/{msisdn}']!.get!;
    const headersOf = (status: string) => resolved(responses[status]!).headers;

    for (const status of Object.keys(responses))
      expect(headersOf(status)).toHaveProperty(['X-Request-Id', '$ref'], '#/components/headers/X-Request-Id');
    expect(headersOf('503')).toHaveProperty('Retry-After');
    expect(headersOf('404')).not.toHaveProperty('Retry-After');
    expect(Object.keys(document.components.headers)).toContain('Retry-After');
  });

  it('gives every status the union of exactly its problems, distinguished by their code', () => {
    const { responses } = document.paths['/sims/{msisdn}/quota']!.post!;
    const { schema } = resolved(responses['409']!).content!['application/problem+json']!;

    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['201', '400', '409', '502', '504']));
    expect(schema).toMatchObject({
      oneOf: [
        { $ref: '#/components/schemas/OperationInProgress' },
        { $ref: '#/components/schemas/OutcomeUnknown' },
      ],
      discriminator: {
        propertyName: 'code',
        mapping: { OPERATION_IN_PROGRESS: '#/components/schemas/OperationInProgress' },
      },
    });
  });

  it('shows a complete and valid document for every problem', () => {
    const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
    ajv.addSchema({ $id: 'doc', components: document.components });
    const problems = Object.entries(document.components.schemas).filter(([, { allOf }]) => allOf);

    expect(problems.length).toBeGreaterThan(10);
    for (const [name, { examples = [] }] of problems) {
      const validate = ajv.compile({ $ref: `doc#/components/schemas/${name}` });
      expect(examples).toHaveLength(1);
      expect(validate(examples[0]) ? [] : validate.errors).toEqual([]);
    }
  });

  it('takes the descriptions of the schemas from the code', () => {
    expect(document.components.schemas.Problem).toMatchObject({
      required: expect.arrayContaining([
        'type',
        'title',
        'status',
        'code',
        'requestId',
        'retryable',
        'errors',
      ]),
      properties: { outcome: { type: 'string', description: expect.stringContaining('On writes only') } },
    });
  });
});
