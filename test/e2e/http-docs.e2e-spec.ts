import Ajv2020 from 'ajv/dist/2020';
import { parse } from 'yaml';
import { type ProbeApp, request, startProbe, statusOf } from './http-probe';

interface Described {
  openapi: string;
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, Response> }>>;
  components: { schemas: Record<string, object>; headers: Record<string, object> };
}

interface Response {
  description: string;
  headers?: Record<string, object>;
  content?: Record<string, { schema: object; examples: Record<string, { value: { code: string } }> }>;
}

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

  it('is served for people and for programs', async () => {
    expect(document.openapi).toBe('3.1.0');
    expect(parse(await body('/docs-yaml'))).toEqual(document);
    expect(await body('/docs')).toContain('swagger-ui');
    const style = await probe.raw(request('GET /docs/swagger-ui.css'));
    expect(statusOf(style)).toBe(200);
    expect(style).toMatch(/cache-control: private, no-store\r\n/i);
  });

  it.each(['/docs/../package.json', '/docs/%2e%2e/package.json', '/docs/.env', '/docs/nothing.css'])(
    'has nothing at %s',
    async (path) => expect(statusOf(await probe.raw(request(`GET ${path}`)))).toBe(404),
  );

  it('names operations as people would', () => {
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );

    expect(ids).toEqual(
      expect.arrayContaining(['readProbe', 'addProbe', 'listProblems', 'readProblem', 'readReadiness']),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives every response the headers of every answer, and Retry-After where it applies', () => {
    const { responses } = document.paths['/sims/{msisdn}']!.get!;

    for (const response of Object.values(responses)) {
      expect(response.headers).toHaveProperty(['X-Request-Id', '$ref'], '#/components/headers/X-Request-Id');
    }
    expect(responses['503']!.headers).toHaveProperty('Retry-After');
    expect(responses['404']!.headers).not.toHaveProperty('Retry-After');
    expect(Object.keys(document.components.headers)).toContain('Retry-After');
  });

  it('shows a complete and valid document for every problem, under every status that it has', () => {
    const { responses } = document.paths['/sims/{msisdn}/quota']!.post!;
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    ajv.addSchema({ $id: 'doc', components: document.components });
    const validate = ajv.compile({ $ref: 'doc#/components/schemas/ProblemDto' });

    expect(Object.keys(responses)).toEqual(['400', '409', '502', '504']);
    expect(Object.keys(responses['409']!.content!['application/problem+json']!.examples)).toEqual([
      'OUTCOME_UNKNOWN',
      'OPERATION_IN_PROGRESS',
    ]);
    for (const [status, { content }] of Object.entries(responses)) {
      for (const [code, { value }] of Object.entries(content?.['application/problem+json']?.examples ?? {})) {
        expect(value).toMatchObject({ code, status: Number(status) });
        expect(validate(value) ? [] : validate.errors).toEqual([]);
      }
    }
  });

  it('takes the texts of the schemas from the code', () => {
    expect(document.components.schemas.ProblemDto).toMatchObject({
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
