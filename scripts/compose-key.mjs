import { writeFileSync } from 'node:fs';
import { newApiKey } from './new-api-key.mjs';

const [file] = process.argv.slice(2);
if (file === undefined || file.startsWith('-')) {
  console.error('Usage: node scripts/compose-key.mjs <file for API_CLIENTS_FILE>');
  process.exit(2);
}

const { key, keySha256 } = newApiKey('sandbox');
const scopes = ['sims:read', 'quota:write', 'plan:write', 'operations:resolve'];
writeFileSync(file, `${JSON.stringify([{ id: 'sandbox', keySha256: [keySha256], scopes }])}\n`);
console.log(`The API key of this sandbox, until the next start:

  ${key}

Swagger UI with the key filled in: http://localhost:3000/docs#api-key=${key}`);
