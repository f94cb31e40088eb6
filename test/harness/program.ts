import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const CACHE = resolve(__dirname, '../../.cache/programs');

/** The path of a program that `scripts/ensure-programs.mjs` provides: unpacked by it, or on the PATH. */
export function program(name: 'redis-server' | 'promtool' | 'prometheus' | 'kubectl'): string {
  const unpacked = resolve(CACHE, name);
  return existsSync(unpacked) ? unpacked : name;
}
