import { existsSync } from 'node:fs';

/** `.env`, overridden by the environment. */
export function ownSettings() {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}
