import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { toConfig, type Config } from './config/config';
import { ConfigurationError, readEnvironment, type Environment } from './config/environment';
import type * as application from './create-app';
import { ManagementServer } from './health/management-server';
import { Readiness } from './health/readiness';
import { GracefulShutdown } from './http/server/graceful-shutdown';
import { LOGGER, type Logger } from './observability/logger';
import { Metrics } from './observability/metrics';

type SignalHandler = (signal: string) => void;

/**
 * Starts the gateway from the environment; exits with 1 and a list of errors if that fails. `takeSignals` gets the
 * handler of signals once there is something to shut down.
 */
export async function start(
  environment: Environment,
  takeSignals: (handler: SignalHandler) => void,
): Promise<void> {
  try {
    await serve(toConfig(readEnvironment(environment)), takeSignals);
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`, () => process.exit(1));
  }
}

async function serve(config: Config, takeSignals: (handler: SignalHandler) => void): Promise<void> {
  // A signal that came while this file was loaded is handled before the rest is loaded, which takes longer.
  await new Promise(setImmediate);
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { createApp } = require('./create-app') as typeof application;
  await new Promise(setImmediate);
  const app = await createApp(config);
  const shutdown = new GracefulShutdown(app, config.http);
  shutdown.listen();
  takeSignals((signal) => void shutdown.begin(signal));
  const managementPort = await serveManagement(app, config.http);
  await app.listen(config.http.port, config.http.host);
  app.get<Logger>(LOGGER).info({ port: portOf(app), managementPort }, 'gateway listening');
}

/** Undefined where health and metrics are served by the API's port. */
async function serveManagement(
  app: NestFastifyApplication,
  { managementPort, host }: Config['http'],
): Promise<number | undefined> {
  if (managementPort === undefined) return undefined;
  return await new ManagementServer(app.get(Readiness), app.get(Metrics)).listen(managementPort, host);
}

/** The configured port, or the one that the system chose for 0. */
function portOf(app: NestFastifyApplication): number {
  const address = app.getHttpAdapter().getInstance().server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const listenErrors = {
  EADDRINUSE: 'PORT or MANAGEMENT_PORT is already in use',
  EACCES: 'this user may not listen on PORT or MANAGEMENT_PORT',
  EADDRNOTAVAIL: 'HOST is not an address of this machine',
  ENOTFOUND: 'HOST cannot be resolved',
} as const;

function describe(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code in listenErrors) return listenErrors[code as keyof typeof listenErrors];
  return error instanceof Error ? (error.stack ?? error.message) : 'The gateway could not start';
}
