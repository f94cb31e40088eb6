import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { STATUS_CODES } from 'node:http';
import { headerComponents, headerRef, headersOfEveryAnswer, headersOfLimited } from './header-components';
import { introduction } from './openapi-introduction';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

const tags: Record<string, string> = {
  SIMs: 'One line: what it is, what it used, what it may use, and its plan.',
  'Share groups': 'Lines that share one quota.',
  'Master accounts': 'The account that lines belong to.',
  Operations: 'Writes of this gateway, and what became of them.',
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
  description: 'An access token of the issuer that this gateway trusts, where it trusts one.',
} as const;

/** The OpenAPI 3.1 description of all routes. Call it after every module is loaded. */
export function createOpenApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, documentBase(), { operationIdFactory });
  document.components = { ...document.components, headers: headerComponents };
  document.tags = (document.tags ?? []).filter(({ name }) => usedTags(document).has(name));
  for (const operation of operationsOf(document)) {
    completeResponses(operation);
    // Routes that declare no scope are for everybody; others would keep the gateway from starting.
    operation.security ??= [];
  }
  return document;
}

function documentBase() {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Freebit gateway')
    .setDescription(introduction)
    .setVersion('1.0.0')
    .setLicense('Proprietary', 'https://spdx.org/licenses/')
    .setContact('The operator of this gateway', '', '')
    .addServer('/', 'This gateway')
    .addApiKey(apiKey, 'apiKey')
    .addBearerAuth(bearer, 'bearer');
  for (const [name, description] of Object.entries(tags)) builder.addTag(name, description);
  return builder.build();
}

/** `SimTrafficController.read` is `readSimTraffic`. */
function operationIdFactory(controller: string, method: string): string {
  return `${method}${controller.replace(/Controller$/, '')}`;
}

function completeResponses({ responses }: Operation): void {
  for (const [status, response] of Object.entries(responses)) {
    if (!response || '$ref' in response) continue;
    response.description ||= STATUS_CODES[status] ?? status;
    const names = '429' in responses ? [...headersOfEveryAnswer, ...headersOfLimited] : headersOfEveryAnswer;
    const always = names.map((name) => [name, headerRef(name)] as const);
    response.headers = { ...Object.fromEntries(always), ...response.headers };
  }
}

function usedTags(document: OpenAPIObject): Set<string> {
  return new Set(operationsOf(document).flatMap(({ tags: used = [] }) => used));
}

function operationsOf({ paths }: OpenAPIObject): Operation[] {
  return Object.values<PathItem>(paths).flatMap((path) => {
    const { get, put, post, patch, delete: remove } = path;
    return [get, put, post, patch, remove].filter((operation) => operation !== undefined);
  });
}
