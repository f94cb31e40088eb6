import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfigurationError, readEnvironment } from './config/environment';
import { toConfig } from './config/config';
import { createApp } from './create-app';
import { GracefulShutdown } from './http/server/graceful-shutdown';
import { LOGGER, type Logger } from './observability/logger';

/** Starts the gateway from the environment; exits with 1 and a list of what is wrong when it cannot. */
async function main(): Promise<void> {
  const config = toConfig(readEnvironment(process.env));
  const app = await createApp(config);
  new GracefulShutdown(app, config.http).listen();
  await app.listen(config.http.port, config.http.host);
  app.get<Logger>(LOGGER).info({ port: portOf(app) }, 'the gateway listens');
}

/** The port that was asked for, or the one the system gave for 0. */
function portOf(app: NestFastifyApplication): number {
  const address = app.getHttpAdapter().getInstance().server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

main().catch((error: unknown) => {
  process.stderr.write(`${describe(error)}\n`);
  process.exit(1);
});

const listenErrors = {
  EADDRINUSE: 'PORT is already in use',
  EACCES: 'PORT may not be listened on by this user',
  EADDRNOTAVAIL: 'HOST is no address of this machine',
  ENOTFOUND: 'HOST cannot be resolved',
} as const;

function describe(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code in listenErrors) return listenErrors[code as keyof typeof listenErrors];
  return error instanceof Error ? (error.stack ?? error.message) : 'The gateway could not start';
}
