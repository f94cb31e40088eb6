import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccessControl } from './access/access-control';
import { AppModule } from './app.module';
import type { Config } from './config/config';
import { createOpenApiDocument } from './http/docs/openapi-document';
import { setupDocs } from './http/docs/setup-docs';
import { usePublicBasePath } from './http/public-path';
import { createFastifyAdapter } from './http/server/fastify.adapter';
import { configureHttp } from './http/server/hooks';
import { Overload } from './http/server/overload';
import { RequestGate } from './limits/request-gate';
import { NestLogger } from './observability/nest-logger';
import { createLogs, type Logs } from './observability/logs';
import { openTracing } from './observability/open-tracing';

/** The whole gateway, ready to listen; it logs to standard output unless told otherwise. */
export async function createApp(config: Config, given?: Logs): Promise<NestFastifyApplication> {
  usePublicBasePath(config.http.publicBasePath);
  const logs = given ?? createLogs(config.log.level, config.tracing && (() => tracing?.traceId()));
  const tracing = openTracing(config.tracing, logs.logger);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(config, logs, tracing),
    createFastifyAdapter({
      corsOrigins: config.http.corsOrigins,
      overload: new Overload(config.http.overload),
    }),
    { bodyParser: false, logger: new NestLogger(logs.logger), abortOnError: false },
  );
  configureHttp(app, app.get(RequestGate));
  const { readers, fillsInKeys } = config.http.docs;
  if (readers !== 'off') {
    app.get(AccessControl).docsReaders = readers === 'on' ? 'public' : 'any_caller';
    setupDocs(app, createOpenApiDocument(app), { fillsInKeys, simulator: simulatorOf(config) });
  }
  return app;
}

/** The address of a simulator, to read its scenarios: the real Freebit is never reached without TLS. */
function simulatorOf({ http, freebit }: Config): string | undefined {
  return http.docs.fillsInKeys && freebit.baseUrl.startsWith('http:') ? freebit.baseUrl : undefined;
}
