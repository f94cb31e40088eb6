import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';

const PAGE = new URL('./page/', import.meta.url);
const CLIENT = new URL('../../clients/typescript/dist/', import.meta.url);
const OPENAPI_FETCH = new URL('../../node_modules/openapi-fetch/dist/index.mjs', import.meta.url);
const TYPES = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
};
/** The only requests that the page may send to the gateway. */
const PASSED = /^\/(sims|share-groups|operations)(\/|\?|$)/;
const PASSED_HEADERS = ['content-type', 'idempotency-key', 'cache-control'];
const LIMIT_BYTES = 16 * 1024;

/**
 * The backend for the page: it serves the files, and passes calls below `/api` on to the gateway with the API key that
 * only it holds. `userOf(request)` names the signed-in user, for the audit log of the gateway, or null.
 */
export async function startConsole({ port = 0, ...gateway }) {
  const policy = await contentSecurityPolicy();
  const server = createServer((request, response) => {
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const path = request.url ?? '/';
    const answered = path.startsWith('/api/')
      ? passOn(gateway, path.slice('/api'.length), request, response)
      : serve(path, response);
    answered.catch(() => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    });
  });

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${server.address().port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function passOn({ gatewayUrl, apiKey, userOf }, path, request, response) {
  const user = userOf(request);
  if (user === null) return response.writeHead(401).end();
  // A page of another site can send a form here, with the cookies of the user; the browser says whose page it is.
  if (request.headers['sec-fetch-site'] !== 'same-origin') return response.writeHead(403).end();
  if (!PASSED.test(path)) return response.writeHead(404).end();
  const body = request.method === 'GET' ? null : await bodyOf(request);
  if (body?.length > LIMIT_BYTES) return response.writeHead(413).end();
  const passed = PASSED_HEADERS.filter((name) => request.headers[name] !== undefined);
  const answer = await fetch(gatewayUrl + path, {
    method: request.method,
    headers: {
      ...Object.fromEntries(passed.map((name) => [name, request.headers[name]])),
      ...{ 'X-API-Key': apiKey, 'X-On-Behalf-Of': user },
    },
    body,
    redirect: 'manual',
  });
  for (const name of [
    'content-type',
    'retry-after',
    'location',
    'date',
    'x-request-id',
    'idempotency-replayed',
  ]) {
    if (answer.headers.has(name)) response.setHeader(name, answer.headers.get(name));
  }
  response
    .writeHead(answer.status, { 'Cache-Control': 'no-store' })
    .end(Buffer.from(await answer.arrayBuffer()));
}

async function bodyOf(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= LIMIT_BYTES + 1) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function serve(path, response) {
  const file = fileAt(new URL(path, 'http://console').pathname);
  const content = file && (await readFile(file).catch(() => null));
  if (!content) return response.writeHead(404).end();
  response.writeHead(200, { 'Content-Type': `${TYPES[extname(file.pathname)]}; charset=utf-8` }).end(content);
}

/** The file behind a path: names without folders, so that nothing else can be read. */
function fileAt(path) {
  if (path === '/') return new URL('index.html', PAGE);
  if (path === '/vendor/openapi-fetch.mjs') return OPENAPI_FETCH;
  const [, folder = '', name] = /^\/(client\/)?([\w-]+\.(?:css|m?js))$/.exec(path) ?? [];
  return name === undefined ? null : new URL(name, folder ? CLIENT : PAGE);
}

/** Scripts of this server only; the import map is inside the page and allowed by its hash. */
async function contentSecurityPolicy() {
  const page = await readFile(new URL('index.html', PAGE), 'utf8');
  const [, map = ''] = /<script type="importmap">([^]*?)<\/script>/.exec(page) ?? [];
  const hash = createHash('sha256').update(map).digest('base64');
  return `default-src 'none'; connect-src 'self'; style-src 'self'; script-src 'self' 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}
