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
import { openTracing } from './observability/open-tracing';

/** The whole gateway, ready to listen; it logs to standard output unless told otherwise. */
export async function createApp(config: Config, given?: Logs): Promise<NestFastifyApplication> {
  const logs = given ?? createLogs(config.log.level, config.tracing && (() => tracing?.traceId()));
  const tracing = openTracing(config.tracing, logs.logger);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(config, logs, tracing),
    await createFastifyAdapter({
      corsOrigins: config.http.corsOrigins,
      overload: new Overload(config.http.overload),
      tracing,
    }),
    { bodyParser: false, logger: new NestLogger(logs.logger), abortOnError: false },
  );
  configureHttp(app);
  const { readers, fillsInKeys } = config.http.docs;
  if (readers !== 'off') setupDocs(app, createOpenApiDocument(app), { readers, fillsInKeys });
  return app;
}
