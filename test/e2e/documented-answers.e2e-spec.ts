import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Gateway } from '../harness/gateway';

interface Described {
  readonly requestBody?: { content: Record<string, { examples?: Examples }> };
  readonly responses: Record<string, { content?: Record<string, { examples?: Examples }> }>;
}
type Examples = Record<string, { value: Record<string, unknown> }>;

const JSON_TYPE = 'application/json';
const { paths } = JSON.parse(readFileSync(join(__dirname, '../../openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, Described>>;
};

/** Every answer that the description shows for a resource: where it comes from, and after which request. */
const shown = Object.entries(paths)
  .filter(([path]) => /^\/(?:sims|share-groups|master-accounts)\//.test(path))
  .flatMap(([path, verbs]) =>
    Object.entries(verbs).flatMap(([verb, { requestBody, responses }]) =>
      Object.entries(responses)
        .filter(([status]) => status.startsWith('2'))
        .flatMap(([status, { content }]) =>
          Object.entries(content?.[JSON_TYPE]?.examples ?? {}).map(([name, { value }]) => {
            const sent = requestBody?.content[JSON_TYPE]?.examples?.[name]?.value;
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

/** Without what differs from day to day and from write to write. */
const lasting = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer), (key, value: unknown) =>
    ['operationId', 'acceptedAt', 'retrievedAt', 'scheduledOn'].includes(key) ? typeof value : value,
  );

describe('what the description shows', () => {
  let gateway: Gateway;
  beforeEach(async () => {
    gateway = await Gateway.start();
  });
  afterEach(() => gateway.close());

  it('has an answer for every way in which a route succeeds', () => {
    const successes = Object.entries(paths)
      .filter(([path]) => /^\/(?:sims|share-groups|master-accounts)\//.test(path))
      .flatMap(([, verbs]) => Object.values(verbs))
      .flatMap(({ responses }) => Object.keys(responses).filter((status) => status.startsWith('2')));

    expect(successes.length).toBe(10);
    expect(new Set(shown.map(({ title }) => title.split(':')[0])).size).toBe(successes.length);
  });

  it.each(shown)('is what the sandbox answers: $title', async ({ verb, path, status, value, sent }) => {
    const target = { ...(value.target as object | undefined), ...value } as Record<string, string>;
    const url = path.replace(/\{(\w+)\}/, (_, name: string) => target[name]!);

    const answer = sent
      ? await gateway.http[verb as 'put' | 'post'](url).set('Idempotency-Key', randomUUID()).send(sent)
      : await gateway.http.get(url);

    expect([`${answer.status}`, lasting(answer.body)]).toEqual([status, lasting(value)]);
  });
});
