import 'reflect-metadata';
import { ConfigurationError, readEnvironment } from './config/environment';
import { toConfig } from './config/config';
import { createApp } from './create-app';
import { GracefulShutdown } from './http/server/graceful-shutdown';

/** Starts the gateway from the environment; exits with 1 and a list of what is wrong when it cannot. */
async function main(): Promise<void> {
  const config = toConfig(readEnvironment(process.env));
  const app = await createApp(config);
  new GracefulShutdown(app, config.http).listen();
  await app.listen(config.http.port, config.http.host);
}

main().catch((error: unknown) => {
  process.stderr.write(`${describe(error)}\n`);
  process.exit(1);
});

function describe(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return 'PORT is already in use';
  return error instanceof Error ? (error.stack ?? error.message) : 'The gateway could not start';
}
