import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module';
import type { Config } from './config/config';
import { createOpenApiDocument } from './http/docs/openapi-document';
import { setupDocs } from './http/docs/setup-docs';
import { configureHttp } from './http/server/configure-http';
import { createFastifyAdapter } from './http/server/fastify.adapter';
import { Overload } from './http/server/overload';
import { NestLogger } from './observability/nest-logger';
import { createLogs, type Logs } from './observability/logs';

/** The whole gateway, ready to listen. */
export async function createApp(
  config: Config,
  logs: Logs = createLogs(config.log.level),
): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(config, logs),
    await createFastifyAdapter({
      corsOrigins: config.http.corsOrigins,
      overload: new Overload(config.http.overload),
    }),
    { bodyParser: false, logger: new NestLogger(logs.logger), abortOnError: false },
  );
  configureHttp(app);
  const { readers, fillsInKeys } = config.http.docs;
  if (readers !== 'off') setupDocs(app, createOpenApiDocument(app), { readers, fillsInKeys });
  return app;
}
