import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const manifest = readFileSync(join(__dirname, '../../package.json'), 'utf8');

/** The version of the gateway, from `package.json`, the only place that states it. */
export const { version: VERSION } = JSON.parse(manifest) as { readonly version: string };
