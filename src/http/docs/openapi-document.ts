import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { STATUS_CODES } from 'node:http';
import { VERSION } from '../../observability/version';
import type { ProblemCode } from '../problems/problem-catalogue';
import { publicPath } from '../public-path';
import { ANSWERS_EXTENSION, type DeclaredAnswers } from './endpoint.decorator';
import { headerComponents, headerRef, headersOfEveryAnswer, headersOfLimited } from './header-components';
import { introduction } from './openapi-introduction';
import { type Operation, operationsOf } from './operations';
import { problemResponses, problemSchemas } from './problem-schemas';
import { unionsNamedIn } from './schema-union';
import { shareComponents } from './shared-components';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const tags: Record<string, string> = {
  SIMs: 'One line (SIM, 回線): what it is, what it used, what it may use, and its plan.',
  'Share groups': 'Lines that share one quota (シェアグループ).',
  'Master accounts': 'The account that lines belong to (マスターアカウント).',
  Operations: 'Writes of this gateway and their outcomes.',
  Callers: 'Who you are to this gateway, and what is left of your limits.',
  Problems: 'Every error that this gateway answers with, explained.',
  Health: 'For the platform that runs the gateway.',
};

const apiKey = {
  type: 'apiKey',
  in: 'header',
  name: 'X-API-Key',
  description: '`fbgw_<id>_<secret>`, as the operator of this gateway gave it to your application.',
} as const;

const bearer = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description:
    'An access token (checked as RFC8725 asks) of the issuer that this gateway trusts, where it trusts one.',
} as const;

/** The OpenAPI 3.1 description of all routes. Call it after every module is loaded. */
export function createOpenApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const made = SwaggerModule.createDocument(app, documentBase(), { operationIdFactory });
  const used = new Set<ProblemCode>();
  for (const operation of operationsOf(made)) {
    const { statuses, problems } = takeDeclaredAnswers(operation);
    for (const code of problems) used.add(code);
    // The framework adds a default response for every verb.
    const declared = Object.entries(operation.responses).filter(([status]) => statuses.includes(status));
    operation.responses = { ...problemResponses(problems), ...Object.fromEntries(declared) };
    completeResponses(operation, problems);
    pathBeforeHeaders(operation);
    // Routes without credentials here are public; the gateway does not start with a route that declares nothing.
    operation.security ??= [];
  }
  const document = withShownNames(made);
  const schemas = { ...shownSchemas(document), ...problemSchemas(used) };
  document.components = { ...document.components, headers: headerComponents, schemas };
  addUnions(document, schemas);
  document.tags = (document.tags ?? []).filter(({ name }) => usedTags(document).has(name));
  shareComponents(document);
  return document;
}

function documentBase() {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Freebit gateway')
    .setDescription(introduction)
    .setVersion(VERSION)
    .setLicense('Proprietary', 'https://spdx.org/licenses/')
    .addServer(publicPath('') || '/', 'This gateway')
    .addApiKey(apiKey, 'apiKey')
    .addBearerAuth(bearer, 'bearer');
  for (const [name, description] of Object.entries(tags)) builder.addTag(name, description);
  const base = builder.build();
  // The builder creates an empty contact.
  delete base.info.contact;
  return base;
}

const verbs: Readonly<Record<string, string>> = { read: 'get' };

/** `SimTrafficController.read` is `getSimTraffic`. */
function operationIdFactory(controller: string, method: string): string {
  const noun = controller.replace(/Controller$/, '');
  return method === 'list' ? `list${noun}s` : `${verbs[method] ?? method}${noun}`;
}

function takeDeclaredAnswers(operation: Operation): DeclaredAnswers {
  const extended = operation as { [ANSWERS_EXTENSION]?: DeclaredAnswers };
  const declared = extended[ANSWERS_EXTENSION] ?? {
    statuses: Object.keys(operation.responses),
    problems: [],
  };
  Reflect.deleteProperty(extended, ANSWERS_EXTENSION);
  return declared;
}

function completeResponses({ responses }: Operation, codes: readonly ProblemCode[]): void {
  for (const [status, response] of Object.entries(responses)) {
    if (!response || '$ref' in response) continue;
    response.description ||= STATUS_CODES[status] ?? status;
    const names = codes.includes('RATE_LIMITED')
      ? [...headersOfEveryAnswer, ...headersOfLimited]
      : headersOfEveryAnswer;
    const always = names.map((name) => [name, headerRef(name)] as const);
    response.headers = { ...Object.fromEntries(always), ...response.headers };
  }
}

/** Swagger UI shows parameters in this order. */
function pathBeforeHeaders({ parameters = [] }: Operation): void {
  const rank = (parameter: (typeof parameters)[number]) =>
    'in' in parameter ? ['path', 'query', 'header'].indexOf(parameter.in) : -1;
  parameters.sort((one, other) => rank(one) - rank(other));
}

/** Schemas have the names that callers would use: those of their classes without `Dto`. */
function shownSchemas({ components }: OpenAPIObject): Schemas {
  const schemas = Object.entries(components?.schemas ?? {});
  return Object.fromEntries(schemas.map(([name, schema]) => [name.replace(/Dto$/, ''), schema]));
}

/** The same, with references to schemas by the names that callers see. */
function withShownNames<T>(value: T): T {
  const text = JSON.stringify(value)
    .replace(/(#\/components\/schemas\/\w+?)Dto"/g, '$1"')
    .replace(/"allOf":\[\{("\$ref":"[^"]+")\}\]/g, '$1');
  return JSON.parse(text) as T;
}

/** A union may refer to another one, so this is repeated until none is missing. */
function addUnions(document: OpenAPIObject, schemas: Schemas): void {
  for (;;) {
    const named = unionsNamedIn(JSON.stringify(document));
    const missing = Object.entries(named).filter(([name]) => !(name in schemas));
    if (missing.length === 0) return;
    Object.assign(schemas, withShownNames(Object.fromEntries(missing)));
  }
}

function usedTags(document: OpenAPIObject): Set<string> {
  return new Set(operationsOf(document).flatMap(({ tags: used = [] }) => used));
}
