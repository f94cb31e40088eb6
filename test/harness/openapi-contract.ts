import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly $ref?: string; readonly content?: Readonly<Record<string, unknown>> }>
  >;
}

const PROBLEM = 'application/problem+json';

interface Description {
  readonly components: { readonly responses: Readonly<Record<string, Operation['responses'][string]>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** The parts of an answer that the description covers. */
export interface ObservedAnswer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: unknown;
}

/** Checks answers against the committed `openapi.json`: status, media type, and every member of the body. */
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
    const method = answer.method.toLowerCase();
    const template = this.templateOf(answer.path);
    const operation = this.description.paths[template]?.[method];
    if (operation === undefined) return this.outsideOfTheDescription(where, answer);
    const mediaType = mediaTypeOf(answer);
    if (mediaType === PROBLEM && isUnlisted(answer.body)) return this.check(this.problem, where, answer.body);
    const inline = operation.responses[answer.status];
    const name = inline?.$ref?.split('/').at(-1);
    const response = name ? this.description.components.responses[name] : inline;
    if (response?.content?.[mediaType] === undefined) return [`${where}: ${mediaType} is not documented`];
    const path = name
      ? ['components', 'responses', name]
      : ['paths', template, method, 'responses', String(answer.status)];
    const validate = this.validator([...path, 'content', mediaType, 'schema'].map(escape).join('/'));
    return this.check(validate, where, answer.body);
  }

  private get problem(): ValidateFunction {
    return this.validator('components/schemas/Problem');
  }

  /** Routes and verbs that do not exist also answer with a problem. */
  private outsideOfTheDescription(where: string, { status, body }: ObservedAnswer): string[] {
    if (![400, 404, 405].includes(status)) return [`${where}: the route is not documented`];
    return this.check(this.problem, where, body);
  }

  private check(validate: ValidateFunction, where: string, body: unknown): string[] {
    if (validate(body)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${where}: ${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  private templateOf(path: string): string {
    const [plain = ''] = path.split('?');
    const isOf = (template: string) => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(plain);
    return Object.keys(this.description.paths).find(isOf) ?? '';
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

function mediaTypeOf({ contentType }: ObservedAnswer): string {
  const [mediaType = ''] = contentType.split(';');
  return mediaType;
}

/** Whether it reports a code of Freebit: any call may get any code, but a route lists only those of its paper. */
function isUnlisted(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'upstream' in body;
}

/** A description allows members that it does not name; our tests must not. */
function refusingUndocumentedMembers(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(refusingUndocumentedMembers);
  if (typeof node !== 'object' || node === null) return node;
  // Each part of an `allOf` knows only some of the members.
  if ('allOf' in node) return { ...node, unevaluatedProperties: false };
  const copy = Object.fromEntries(
    Object.entries(node).map(([name, value]) => [name, refusingUndocumentedMembers(value)]),
  );
  const closes = 'properties' in copy && copy.type === 'object' && !('additionalProperties' in copy);
  return closes ? { ...copy, unevaluatedProperties: false } : copy;
}
