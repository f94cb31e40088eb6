import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** Serves the description: `/docs` for people, `/docs-json` and `/docs-yaml` for programs. */
export function setupDocs(app: NestFastifyApplication, document: OpenAPIObject): void {
  SwaggerModule.setup('docs', app, document, {
    customSiteTitle: 'Freebit gateway',
    swaggerOptions: { displayRequestDuration: true, persistAuthorization: false, tryItOutEnabled: false },
  });
}
