import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const SCRIPT = resolve(ROOT, 'scripts/openapi-breaking.mjs');

type Json = Record<string, unknown>;
interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json> };
}
interface Operation {
  parameters: Json[];
  requestBody: { required: boolean; content: Record<string, { schema: Json }> };
  responses: Record<string, { content: Record<string, { schema: Json }> }>;
}

/** One write, with an example of every kind of part. */
function description(): Description {
  return {
    paths: {
      '/sims/{msisdn}': {
        get: { parameters: [], requestBody: { required: false, content: {} }, responses: {} },
        post: {
          parameters: [{ in: 'header', name: 'Trace', schema: { type: 'string', maxLength: 20 } }],
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Request' } } },
          },
          responses: {
            200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Sim' } } } },
          },
        },
      },
    },
    components: {
      schemas: {
        Request: {
          type: 'object',
          required: ['amountMb'],
          properties: { amountMb: { type: 'integer', maximum: 512 }, mode: { enum: ['now', 'later'] } },
        },
        Sim: {
          type: 'object',
          required: ['status', 'parent'],
          properties: {
            status: { type: 'string', enum: ['active', 'suspended'] },
            parent: { oneOf: [{ $ref: '#/components/schemas/Sim' }, { $ref: '#/components/schemas/Group' }] },
            quotaMb: { type: 'number' },
          },
        },
        Group: { type: 'object', properties: { code: { type: 'string' } } },
      },
    },
  };
}

const post = ({ paths }: Description): Operation => paths['/sims/{msisdn}']!.post!;
const property = ({ components }: Description, schema: string, name: string): Json =>
  (components.schemas[schema]!.properties as Record<string, Json>)[name]!;

it('the API description has the version of package.json', () => {
  const read = (path: string) => JSON.parse(readFileSync(resolve(ROOT, path), 'utf8')) as Json;

  const { info } = read('openapi.json');

  expect(info).toHaveProperty('version', read('package.json').version);
});

describe('the check for breaking changes between two API descriptions', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fbgw-openapi-'));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  function compare(change: (now: Description) => void): { status: number | null; found: string[] } {
    const [before, after] = [join(folder, 'before.json'), join(folder, 'after.json')];
    const now = description();
    change(now);
    writeFileSync(before, JSON.stringify(description()));
    writeFileSync(after, JSON.stringify(now));
    const { status, stdout } = spawnSync(process.execPath, [SCRIPT, before, after], { encoding: 'utf8' });
    return { status, found: stdout.trim().split('\n  ').slice(1) };
  }

  it.each<[string, (now: Description) => void, string]>([
    ['a path', (now) => delete now.paths['/sims/{msisdn}'], '/sims/{msisdn}: the path is gone'],
    ['a method', (now) => delete now.paths['/sims/{msisdn}']!.get, 'GET /sims/{msisdn}: the method is gone'],
    [
      'a parameter',
      (now) => post(now).parameters.pop(),
      'POST /sims/{msisdn}: the parameter "header Trace" is gone',
    ],
    ['a response', (now) => delete post(now).responses[200], 'POST /sims/{msisdn}: the response 200 is gone'],
    [
      'a property of an answer',
      (now) => delete (now.components.schemas.Sim!.properties as Json).quotaMb,
      'POST /sims/{msisdn} 200: the property "quotaMb" is gone',
    ],
    [
      'a promised property that becomes optional',
      (now) => (now.components.schemas.Sim!.required = ['parent']),
      'POST /sims/{msisdn} 200: the property "status" is no longer promised',
    ],
    [
      'a property that becomes required in a request',
      (now) => (now.components.schemas.Request!.required = ['amountMb', 'mode']),
      'POST /sims/{msisdn} request: the property "mode" is newly required',
    ],
    [
      'a parameter that becomes required',
      (now) => (post(now).parameters[0]!.required = true),
      'POST /sims/{msisdn}: the parameter "header Trace" is newly required',
    ],
    [
      'an enum that loses a value',
      (now) => (property(now, 'Request', 'mode').enum = ['now']),
      'POST /sims/{msisdn} request.mode: the values "later" are gone',
    ],
    [
      'another type',
      (now) => (property(now, 'Sim', 'quotaMb').type = 'string'),
      'POST /sims/{msisdn} 200.quotaMb: the type was number and is string',
    ],
    [
      'an answer that may now be null',
      (now) => (property(now, 'Sim', 'quotaMb').type = ['number', 'null']),
      'POST /sims/{msisdn} 200.quotaMb: the type was number and is number or null',
    ],
    [
      'a tighter bound',
      (now) => (property(now, 'Request', 'amountMb').maximum = 100),
      'POST /sims/{msisdn} request.amountMb: maximum was 512 and is 100',
    ],
    [
      'an alternative that is gone',
      (now) => (property(now, 'Sim', 'parent').oneOf as Json[]).pop(),
      'POST /sims/{msisdn} 200.parent: the alternative Group is gone',
    ],
  ])('reports %s', (_, change, expected) => {
    const { status, found } = compare(change);

    expect(found).toEqual([expected]);
    expect(status).toBe(1);
  });

  it.each<[string, (now: Description) => void]>([
    ['nothing', () => {}],
    ['a new path', (now) => (now.paths['/new'] = {})],
    ['a new property of an answer', (now) => ((now.components.schemas.Sim!.properties as Json).iccid = {})],
    [
      'a new optional property of a request',
      (now) => ((now.components.schemas.Request!.properties as Json).note = {}),
    ],
    ['a new value of an enum', (now) => (property(now, 'Sim', 'status').enum as string[]).push('unknown')],
    ['a wider bound', (now) => (property(now, 'Request', 'amountMb').maximum = 1000)],
    ['a wider type in a request', (now) => (property(now, 'Request', 'amountMb').type = 'number')],
    [
      'a new optional parameter',
      (now) => post(now).parameters.push({ in: 'query', name: 'page', schema: {} }),
    ],
  ])('accepts %s', (_, change) => {
    expect(compare(change)).toEqual({ status: 0, found: [] });
  });
});
