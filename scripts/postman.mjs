import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

const USAGE = `Writes the Postman collection from openapi.json, with the values of the sandbox.

  --check  writes nothing, exits with 1 when it is out of date
  --help   this text`;

const DESCRIPTION = new URL('../openapi.json', import.meta.url);
const COLLECTION = new URL('../clients/postman/freebit-gateway.postman_collection.json', import.meta.url);
/** Values of a fresh sandbox for the parameters of paths. */
const SANDBOX = {
  msisdn: '09012345678',
  groupCode: 'AAA0_00000000001',
  account: 'testMaster@test.ne.jp',
  slug: 'validation-failed',
  operationId: '{{operationId}}',
};
const QUERY = { state: 'unknown' };
const BODIES = { amountMb: 100, planCode: 'LTE3G_P02' };
/** Values that a person chooses, and routes that are not for callers. */
const LEFT_OUT = /^\/(health|metrics)|\/resolution$/;
const VERBS = ['get', 'post', 'put'];

function collectionOf(description) {
  const requests = Object.entries(description.paths)
    .filter(([path]) => path !== '/' && !LEFT_OUT.test(path))
    .flatMap(([path, item]) =>
      VERBS.filter((verb) => item[verb]).map((verb) => requestOf(description, path, verb)),
    );
  // Operations are read after a write has returned an id, and reads come before changes.
  const order = (entry) =>
    entry.request.url.raw.includes('/operations') ? 2 : entry.request.method === 'GET' ? 0 : 1;
  return {
    info: {
      name: description.info.title,
      description: 'Start `npm run sandbox`, and set `baseUrl` and `apiKey` to what it prints.',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: {
      type: 'apikey',
      apikey: Object.entries({ key: 'X-API-Key', value: '{{apiKey}}', in: 'header' }).map(([key, value]) => ({
        key,
        value,
        type: 'string',
      })),
    },
    variable: [
      { key: 'baseUrl', value: 'http://localhost:3000' },
      { key: 'apiKey', value: '' },
      { key: 'operationId', value: '' },
    ],
    item: requests.sort((one, other) => order(one) - order(other)),
  };
}

function requestOf(description, path, verb) {
  const operation = description.paths[path][verb];
  const parameters = (operation.parameters ?? []).map((parameter) => resolved(description, parameter));
  const body = operation.requestBody && bodyOf(description, resolved(description, operation.requestBody));
  const headers = [
    ...(parameters.some(({ name }) => name === 'Idempotency-Key') ? [['Idempotency-Key', '{{$guid}}']] : []),
    ...(body ? [['Content-Type', 'application/json']] : []),
  ];
  const query = parameters.filter(({ name }) => name in QUERY).map(({ name }) => `${name}=${QUERY[name]}`);
  const url = path.replace(/\{(\w+)\}/g, (_, name) => SANDBOX[name] ?? `{{${name}}}`);
  const success = Object.keys(operation.responses).filter((status) => status.startsWith('2'));
  return {
    name: operation.summary ?? `${verb.toUpperCase()} ${path}`,
    event: [{ listen: 'test', script: { type: 'text/javascript', exec: testOf(success) } }],
    request: {
      method: verb.toUpperCase(),
      header: headers.map(([key, value]) => ({ key, value })),
      ...(body ? { body: { mode: 'raw', raw: JSON.stringify(body, null, 2) } } : {}),
      url: urlOf(url, query),
    },
  };
}

/** Postman shows and sends the parts of a URL; it does not parse the raw text. */
function urlOf(path, query) {
  return {
    raw: `{{baseUrl}}${path}${query.length ? `?${query.join('&')}` : ''}`,
    host: ['{{baseUrl}}'],
    path: path.split('/').slice(1),
    query: query.map((pair) => ({ key: pair.split('=')[0], value: pair.split('=')[1] })),
  };
}

const testOf = (success) => [
  `pm.test('succeeds', () => pm.expect(pm.response.code).to.be.oneOf([${success.join(', ')}]));`,
  "if ((pm.response.headers.get('Content-Type') || '').includes('json') && pm.response.json().operationId) {",
  "  pm.collectionVariables.set('operationId', pm.response.json().operationId);",
  '}',
];

/** The required members of a body, with values that the sandbox accepts. */
function bodyOf(description, { content }) {
  const schema = resolved(description, content['application/json'].schema);
  return Object.fromEntries((schema.required ?? []).map((name) => [name, BODIES[name]]));
}

function resolved(description, node) {
  if (!node.$ref) return node;
  const steps = node.$ref.split('/').slice(1);
  return steps.reduce((found, step) => found[step.replaceAll('~1', '/').replaceAll('~0', '~')], description);
}

const { values } = parseArgs({
  options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help) console.log(USAGE);
else {
  const text = `${JSON.stringify(collectionOf(JSON.parse(await readFile(DESCRIPTION, 'utf8'))), null, 2)}\n`;
  if (!values.check) await writeFile(COLLECTION, text);
  else if ((await readFile(COLLECTION, 'utf8').catch(() => '')) !== text) {
    console.error('The Postman collection is out of date: run npm run postman, and commit what changed.');
    process.exitCode = 1;
  }
}
