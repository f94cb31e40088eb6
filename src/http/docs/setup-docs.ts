import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** Serves the description: `/docs` for people, `/docs-json` and `/docs-yaml` for programs. */
export function setupDocs(app: NestFastifyApplication, document: OpenAPIObject): void {
  SwaggerModule.setup('docs', app, document, {
    patchDocumentOnRequest: patchForPeople,
    customSiteTitle: 'Freebit gateway',
    swaggerOptions: {
      displayRequestDuration: true,
      persistAuthorization: false,
      tryItOutEnabled: false,
      requestInterceptor: fillInKey,
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
