import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicPath } from '../public-path';
import { docsPath, isDocsPath, rootPath } from './docs-path';
import { SandboxScenarios } from './sandbox-scenarios';

/**
 * The content security policy of the page: it may run and load what this gateway serves, and call this gateway. No
 * inline scripts.
 */
const PAGE_POLICY = [
  ...["default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:"],
  ...["connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join('; ');

/** Our own script of the page, served next to Swagger UI. */
const pageFiles = [
  { name: 'docs-page.mjs', type: 'text/javascript; charset=utf-8' },
  { name: 'docs-page.css', type: 'text/css; charset=utf-8' },
];

export interface DocsOptions {
  /** Whether the page adds a fresh `Idempotency-Key` to a write without one. */
  readonly fillsInKeys: boolean;
  /** The address of a simulator whose lines the page offers by name. */
  readonly simulator?: string | undefined;
}

/** Serves the description: `/docs` for people, to which `/` redirects; `/docs-json` and `/docs-yaml` for programs. */
export function setupDocs(
  app: NestFastifyApplication,
  document: OpenAPIObject,
  { fillsInKeys, simulator }: DocsOptions,
): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const scenarios = new SandboxScenarios(simulator);
  setPagePolicy(fastify);
  keepDescriptions(fastify, scenarios);
  servePageFiles(fastify);
  fastify.get(rootPath, (_request, reply) => reply.redirect(publicPath(`/${docsPath}`), 302));
  SwaggerModule.setup(docsPath, app, document, {
    patchDocumentOnRequest: async (request: unknown, _response: unknown, described: OpenAPIObject) => {
      const { url = '' } = request as { url?: string };
      const shown = JSON.parse(JSON.stringify(described)) as OpenAPIObject;
      await scenarios.load();
      scenarios.addTo(shown);
      if (fillsInKeys && url.includes('swagger-ui-init')) makeKeysOptional(shown);
      return shown;
    },
    customSiteTitle: 'Freebit gateway',
    customJs: publicPath(`/${docsPath}/docs-page.mjs`),
    customCssUrl: publicPath(`/${docsPath}/docs-page.css`),
    swaggerOptions: {
      displayRequestDuration: true,
      persistAuthorization: false,
      tryItOutEnabled: false,
      defaultModelsExpandDepth: 0,
      plugins: [pagePlugin],
      ...(fillsInKeys && { requestInterceptor: fillInKey }),
      onComplete: authorize,
    },
  });
}

function setPagePolicy(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    const { url = '' } = request.routeOptions;
    if (isDocsPath(url)) reply.header('Content-Security-Policy', PAGE_POLICY);
    done();
  });
}

/** All that is made from the document. */
const descriptions = new Set([`/${docsPath}-json`, `/${docsPath}-yaml`, `/${docsPath}/swagger-ui-init.js`]);

/** The document never changes once it is complete, and takes up to 50 ms to write: it is kept as it was sent. */
function keepDescriptions(fastify: FastifyInstance, scenarios: SandboxScenarios): void {
  fastify.addHook('onRoute', (route) => {
    if (!descriptions.has(route.url)) return;
    let kept: { readonly type: string; readonly text: unknown } | undefined;
    route.preHandler = (_request, reply, done) => {
      if (kept === undefined) done();
      else void reply.type(kept.type).send(kept.text);
    };
    route.onSend = (_request, reply, payload, done) => {
      if (reply.statusCode === 200 && scenarios.areComplete)
        kept ??= { type: String(reply.getHeader('Content-Type')), text: payload };
      done(null, payload);
    };
  });
}

function servePageFiles(fastify: FastifyInstance): void {
  for (const { name, type } of pageFiles) {
    const text = readFileSync(join(__dirname, 'page', name), 'utf8');
    fastify.get(`/${docsPath}/${name}`, (_request, reply) => reply.type(type).send(text));
  }
}

interface UiRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
}

/** Runs in the browser: adds a fresh key to a write without one, so that trying the API is easy. */
function fillInKey(request: UiRequest): UiRequest {
  const writes = ['POST', 'PUT'].includes(request.method.toUpperCase());
  // Not `randomUUID`: a browser has it only in secure contexts.
  const bytes = Array.from(crypto.getRandomValues(new Uint8Array(16)));
  const fresh = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (writes && !request.headers['Idempotency-Key']) request.headers['Idempotency-Key'] = fresh;
  return request;
}

interface Page {
  readonly sessionStorage: { getItem(name: string): string | null };
  readonly ui: { preauthorizeApiKey(scheme: string, key: string): void };
  readonly freebitGatewayPlugin: (system: unknown) => object;
}

/** Runs in the browser: `docs-page.mjs` has made the plugin by then. */
function pagePlugin(system: unknown): object {
  return (globalThis as unknown as Page).freebitGatewayPlugin(system);
}

/** Runs in the browser: fills in the key that `docs-page.mjs` took from the URL. */
function authorize(): void {
  const page = globalThis as unknown as Page;
  const key = page.sessionStorage.getItem('api-key');
  if (key) page.ui.preauthorizeApiKey('apiKey', key);
}

/** The page would not send a write without its required key. So only in the page the key is optional. */
function makeKeysOptional({ components }: OpenAPIObject): void {
  for (const parameter of Object.values(components?.parameters ?? {})) {
    if ('$ref' in parameter || parameter.name !== 'Idempotency-Key') continue;
    parameter.required = false;
    parameter.description = `**Leave it empty here: this page makes a new key for every request.**\n\n${parameter.description ?? ''}`;
  }
}
