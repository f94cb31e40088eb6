import type { OpenAPIObject } from '@nestjs/swagger';
import { STATUS_CODES } from 'node:http';
import { type Operation, operationsOf } from './operations';

type Components = NonNullable<OpenAPIObject['components']>;
type Section = 'parameters' | 'responses' | 'examples';
type Response = Extract<NonNullable<Operation['responses'][string]>, { description: string }>;

/**
 * Moves parameters, responses and named examples that several operations share to the components, and refers to them.
 */
export function shareComponents(document: OpenAPIObject): void {
  const shared = {
    parameters: new SharedNames(document, 'parameters'),
    responses: new SharedNames(document, 'responses'),
    examples: new SharedNames(document, 'examples'),
  };
  for (const operation of operationsOf(document)) {
    const { parameters = [] } = operation;
    for (const [index, parameter] of parameters.entries())
      if ('name' in parameter) shared.parameters.add(parameters, index, pascal(parameter.name));
    for (const [status, response] of Object.entries(operation.responses))
      if (!status.startsWith('2') && response && !('$ref' in response))
        shared.responses.add(operation.responses, status, responseName(status, response));
    for (const named of requestExamples(operation))
      for (const name of Object.keys(named)) shared.examples.add(named, name, pascal(name));
  }
  for (const names of Object.values(shared)) names.apply();
}

/** A response with one problem is named after it; one with several after its status, and whether it is of a write. */
function responseName(status: string, { content = {} }: Response): string {
  const [schema] = Object.values(content).map((each) => each.schema);
  const { $ref, discriminator } = (schema ?? {}) as { $ref?: string; discriminator?: { mapping: object } };
  const codes = Object.keys(discriminator?.mapping ?? {});
  const ofWrite = codes.some((code) => /^(?:IDEMPOTENCY_KEY|OUTCOME|AUDIT|WRITE)/.test(code));
  return $ref?.split('/').at(-1) ?? `${ofWrite ? 'Write' : ''}${pascal(STATUS_CODES[status] ?? status)}`;
}

function requestExamples({ requestBody }: Operation): object[] {
  if (!requestBody || '$ref' in requestBody) return [];
  return Object.values(requestBody.content).map(({ examples = {} }) => examples);
}

interface Place {
  readonly holder: Record<string | number, unknown>;
  readonly key: string | number;
}

/** Equal things of one kind, and their names: the plain name, or a numbered one if that is taken. */
class SharedNames {
  private readonly places = new Map<string, { readonly name: string; readonly at: Place[] }>();

  constructor(
    private readonly document: OpenAPIObject,
    private readonly section: Section,
  ) {}

  add(holder: object, key: string | number, name: string): void {
    const place = { holder: holder as Place['holder'], key };
    const text = JSON.stringify(place.holder[key]);
    const known = this.places.get(text);
    if (known) known.at.push(place);
    else this.places.set(text, { name, at: [place] });
  }

  apply(): void {
    const named: Record<string, unknown> = {};
    for (const [text, { name, at }] of this.places) {
      if (at.length < 2) continue;
      const free = freeName(name, named);
      named[free] = JSON.parse(text);
      for (const { holder, key } of at) holder[key] = { $ref: `#/components/${this.section}/${free}` };
    }
    const components: Components = (this.document.components ??= {});
    components[this.section] = { ...components[this.section], ...named } as never;
  }
}

function freeName(name: string, taken: object): string {
  if (!(name in taken)) return name;
  for (let number = 2; ; number += 1) if (!(`${name}${number}` in taken)) return `${name}${number}`;
}

function pascal(text: string): string {
  const words = text.split(/[^A-Za-z0-9]/).filter((word) => word !== '');
  return words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join('');
}
