import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** What one answer looks like to the one who reads the description. */
export interface ObservedAnswer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: unknown;
}

/** Holds answers against the committed `openapi.json`: status, media type, and every member of the body. */
export class OpenApiContract {
  private readonly description: Description;
  private readonly ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(file = join(__dirname, '../../openapi.json')) {
    this.description = refusingUndocumentedMembers(JSON.parse(readFileSync(file, 'utf8'))) as Description;
    this.ajv.addSchema(this.description, 'openapi');
  }

  /** One sentence for each way in which the answer differs from the description. */
  violations(answer: ObservedAnswer): string[] {
    const where = `${answer.method} ${answer.path} ${answer.status}`;
    const template = this.templateOf(answer.path);
    const operation = template && this.description.paths[template]?.[answer.method.toLowerCase()];
    if (!template || !operation) return this.outsideOfTheDescription(where, answer);
    const response = operation.responses[answer.status] ? String(answer.status) : 'default';
    const mediaType = answer.contentType.split(';')[0] ?? '';
    if (operation.responses[response]?.content?.[mediaType] === undefined) {
      return [`${where}: ${mediaType} is not documented`];
    }
    const validate = this.validator(
      `paths/${[template, answer.method.toLowerCase(), 'responses', response, 'content', mediaType, 'schema'].map(escape).join('/')}`,
    );
    return this.check(validate, where, answer.body);
  }

  /** Routes and verbs that do not exist answer with a problem all the same. */
  private outsideOfTheDescription(where: string, { status, body }: ObservedAnswer): string[] {
    if (![400, 404, 405].includes(status)) return [`${where}: the route is not documented`];
    return this.check(this.validator('components/schemas/ProblemDto'), where, body);
  }

  private check(validate: ValidateFunction, where: string, body: unknown): string[] {
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${where}: ${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  private templateOf(path: string): string | undefined {
    const plain = path.split('?')[0] ?? '';
    return Object.keys(this.description.paths).find((template) =>
      new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(plain),
    );
  }

  private validator(pointer: string): ValidateFunction {
    const validator = this.validators.get(pointer) ?? this.ajv.compile({ $ref: `openapi#/${pointer}` });
    this.validators.set(pointer, validator);
    return validator;
  }
}

function escape(segment: string): string {
  return encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/** A description allows members that it does not name; a test of the gateway must not. */
function refusingUndocumentedMembers(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(refusingUndocumentedMembers);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(
    Object.entries(node).map(([name, value]) => [name, refusingUndocumentedMembers(value)]),
  );
  const closes = 'properties' in copy && copy.type === 'object' && !('additionalProperties' in copy);
  return closes ? { ...copy, additionalProperties: false } : copy;
}
