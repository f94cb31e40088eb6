import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { AccessControl } from '../auth/access-control';
import { docsPath, isDocsPath } from './docs-path';

/** What the page may do: run and load what this gateway serves, and call this gateway. No script stands in the page. */
const PAGE_POLICY = [
  ...["default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:"],
  ...["connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join('; ');

export interface DocsOptions {
  /** `on`: everybody; `auth`: known callers. */
  readonly readers: 'on' | 'auth';
  /** Whether a write without an `Idempotency-Key` gets a fresh one from the page. */
  readonly fillsInKeys: boolean;
}

/** Serves the description: `/docs` for people, `/docs-json` and `/docs-yaml` for programs. */
export function setupDocs(
  app: NestFastifyApplication,
  document: OpenAPIObject,
  { readers, fillsInKeys }: DocsOptions,
): void {
  app.get(AccessControl).docsReaders = readers === 'on' ? 'public' : 'any_caller';
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    const { url = '' } = request.routeOptions;
    if (isDocsPath(url)) reply.header('Content-Security-Policy', PAGE_POLICY);
    done();
  });
  SwaggerModule.setup(docsPath, app, document, {
    ...(fillsInKeys && { patchDocumentOnRequest: patchForPeople }),
    customSiteTitle: 'Freebit gateway',
    swaggerOptions: {
      displayRequestDuration: true,
      persistAuthorization: false,
      tryItOutEnabled: false,
      ...(fillsInKeys && { requestInterceptor: fillInKey }),
      onComplete: authorizeFromFragment,
    },
  });
}

interface UiRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
}

/** Runs in the browser: a write without a key gets a fresh one, so that exploring stays easy. */
function fillInKey(request: UiRequest): UiRequest {
  const writes = ['POST', 'PUT'].includes(request.method.toUpperCase());
  // Not `randomUUID`: a browser has that only on pages it calls secure.
  const bytes = Array.from(crypto.getRandomValues(new Uint8Array(16)));
  const fresh = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (writes && !request.headers['Idempotency-Key']) request.headers['Idempotency-Key'] = fresh;
  return request;
}

interface Page {
  readonly location: { readonly hash: string };
  readonly sessionStorage: {
    getItem(name: string): string | null;
    setItem(name: string, text: string): void;
  };
  readonly ui: { preauthorizeApiKey(scheme: string, key: string): void };
}

/**
 * Runs in the browser: a link that ends in `#api-key=...` opens the page with that key filled in. What follows a `#`
 * is never sent to a server, so that the page can have a key that the gateway does not know. The tab remembers it.
 */
function authorizeFromFragment(): void {
  const page = globalThis as unknown as Page;
  // By now the page has rewritten the fragment as if it named an operation.
  const [, given] = /^#\/?api-key(?:=|%3D)(\w[\w-]*)$/.exec(page.location.hash) ?? [];
  if (given) page.sessionStorage.setItem('api-key', given);
  const key = given ?? page.sessionStorage.getItem('api-key');
  if (key) page.ui.preauthorizeApiKey('apiKey', key);
}

/** The page would not send a write without its required key, so there, and only there, the key may be left out. */
function patchForPeople(request: unknown, _response: unknown, document: OpenAPIObject): OpenAPIObject {
  const { url = '' } = request as { url?: string };
  if (!url.includes('swagger-ui-init')) return document;
  const copy = structuredClone(document);
  const operations = Object.values(copy.paths).flatMap(({ post, put }) => [post, put]);
  for (const parameter of operations.flatMap((operation) => operation?.parameters ?? [])) {
    if (!('$ref' in parameter) && parameter.name === 'Idempotency-Key') parameter.required = false;
  }
  return copy;
}
