import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemCodes } from '../../src/http/problems/problem-catalogue';
import { problemExamples } from '../../src/http/problems/problem-examples';
import { Gateway } from '../harness/gateway';

interface Described {
  readonly requestBody?: { content: Record<string, { examples?: Examples }> };
  readonly responses: Record<string, { content?: Record<string, { examples?: Examples }> }>;
}
type Examples = Record<string, { $ref?: string; value?: Record<string, unknown> }>;

const JSON_TYPE = 'application/json';
const { paths, components } = JSON.parse(readFileSync(join(__dirname, '../../openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, Described>>;
  components: { examples: Examples; schemas: Record<string, { examples?: { code: string }[] }> };
};

/** The value of an example, also of one that several routes share. */
const valueOf = (example: Examples[string] | undefined): Record<string, unknown> | undefined =>
  example?.$ref ? components.examples[example.$ref.split('/').at(-1)!]!.value : example?.value;

/** Every answer that the description shows for a resource: where it comes from, and after which request. */
const shown = Object.entries(paths)
  .filter(([path]) => /^\/(?:sims|share-groups|master-accounts)\//.test(path))
  .flatMap(([path, verbs]) =>
    Object.entries(verbs).flatMap(([verb, { requestBody, responses }]) =>
      Object.entries(responses)
        .filter(([status]) => status.startsWith('2'))
        .flatMap(([status, { content }]) =>
          Object.entries(content?.[JSON_TYPE]?.examples ?? {}).map(([name, example]) => {
            const value = valueOf(example)!;
            const sent = valueOf(requestBody?.content[JSON_TYPE]?.examples?.[name]);
            return {
              title: `${verb.toUpperCase()} ${path} ${status}: ${name}`,
              verb,
              path,
              status,
              value,
              sent,
            };
          }),
        ),
    ),
  );

/** Leaves out what differs from day to day and from write to write. */
const lasting = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer), (key, value: unknown) =>
    ['operationId', 'requestId', 'acceptedAt', 'retrievedAt', 'scheduledOn'].includes(key)
      ? typeof value
      : value,
  );

describe('the examples in the API description', () => {
  let gateway: Gateway;
  beforeEach(async () => {
    gateway = await Gateway.start();
  });
  afterEach(() => gateway.close());

  it('cover every way in which a route succeeds', () => {
    const successes = Object.entries(paths)
      .filter(([path]) => /^\/(?:sims|share-groups|master-accounts)\//.test(path))
      .flatMap(([, verbs]) => Object.values(verbs))
      .flatMap(({ responses }) => Object.keys(responses).filter((status) => status.startsWith('2')));

    expect(successes.length).toBe(10);
    expect(new Set(shown.map(({ title }) => title.split(':')[0])).size).toBe(successes.length);
  });

  it.each(shown)('are what the sandbox answers: $title', async ({ verb, path, status, value, sent }) => {
    const target = { ...(value.target as object | undefined), ...value } as Record<string, string>;
    const url = path.replace(/\{(\w+)\}/, (_, name: string) => target[name]!);

    const answer = sent
      ? await gateway.http[verb as 'put' | 'post'](url).set('Idempotency-Key', randomUUID()).send(sent)
      : await gateway.http.get(url);

    expect([`${answer.status}`, lasting(answer.body)]).toEqual([status, lasting(value)]);
  });

  /** The problems that one request to the sandbox is answered with. */
  const provoked = problemCodes.flatMap((code) => {
    const { request } = problemExamples[code];
    return request === undefined ? [] : [{ code, request }];
  });

  it.each(provoked)('are what the sandbox answers to $request: $code', async ({ code, request }) => {
    const [verb = '', path = ''] = request.split(' ');
    const example = Object.values(components.schemas)
      .flatMap(({ examples = [] }) => examples)
      .find((each) => each.code === code);
    const send = gateway.http[verb.toLowerCase() as 'get' | 'post'](path);

    const { body } = await (path.endsWith('/quota')
      ? send.set('Idempotency-Key', randomUUID()).send({ amountMb: 100 })
      : path.endsWith('/plan')
        ? send.set('Idempotency-Key', randomUUID()).send({ planCode: 'LTE3G_P02' })
        : send);

    expect(body.code).toBe(code);
    if (example) expect(lasting(body)).toEqual(lasting(example));
  });
});
