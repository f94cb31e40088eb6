import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { apiKey, endAll, start, startGateway, startRedis } from './processes.mjs';

const USAGE = `Measures the gateway beside a bare Node proxy, in one run on one machine. Only the ratios mean anything.

  npm run bench -- [--seconds n] [--connections n]

  --seconds <n>      how long each row is measured (default 8)
  --connections <n>  connections that ask at the same time (default 32)
  --help             this text

Rows with Redis need redis-server, which npm run redis brings.`;

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    connections: { type: 'string', default: '32' },
    help: { type: 'boolean', short: 'h' },
  },
});

/** For the rows that measure the way to Freebit and back. */
const NOTHING_KEPT = {
  CACHE_DETAIL_SECONDS: '0',
  CACHE_TRAFFIC_SECONDS: '0',
  CACHE_MASTER_SECONDS: '0',
};

const line = (n) => `090${String(10_000_000 + (n % 5_000)).padStart(8, '0')}`;
const read = (n) => ({ method: 'GET', path: `/sims/${line(n)}`, headers: { 'x-api-key': apiKey } });
const write = (n) => ({
  method: 'POST',
  path: `/sims/${line(n)}/quota`,
  headers: { 'x-api-key': apiKey, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
  body: '{"amountMb":100}',
});

async function measure(url, request) {
  let count = 0;
  const seconds = Number(options.seconds);
  const run = (duration) =>
    autocannon({
      url,
      connections: Number(options.connections),
      duration,
      requests: [{ setupRequest: (base) => ({ ...base, ...request(count++) }) }],
    });
  await run(2);
  const { requests, latency, non2xx, errors } = await run(seconds);
  return { perSecond: requests.average, p50: latency.p50, p99: latency.p99, failed: non2xx + errors };
}

async function main() {
  const FREEBIT_BASE_URL = await start('./upstream.mjs');
  const REDIS_URL = await startRedis();
  const rows = [
    ['bare Node proxy, no checks (baseline)', await start('./bare-proxy.mjs', { FREEBIT_BASE_URL }), read],
    ['GET /sims/{msisdn}, in memory', await startGateway({ FREEBIT_BASE_URL, ...NOTHING_KEPT }), read],
    ['GET /sims/{msisdn}, Redis', await startGateway({ FREEBIT_BASE_URL, REDIS_URL, ...NOTHING_KEPT }), read],
    ['GET /sims/{msisdn}, kept in Redis', await startGateway({ FREEBIT_BASE_URL, REDIS_URL }), read],
    ['POST /sims/{msisdn}/quota, in memory', await startGateway({ FREEBIT_BASE_URL }), write],
    ['POST /sims/{msisdn}/quota, Redis', await startGateway({ FREEBIT_BASE_URL, REDIS_URL }), write],
  ];
  const table = [];
  for (const [name, url, request] of rows) {
    console.error(`measuring: ${name}`);
    const { perSecond, p50, p99, failed } = await measure(url, request);
    const share = Number((perSecond / (table[0]?.['per second'] ?? perSecond)).toFixed(2));
    table.push({
      row: name,
      'per second': Math.round(perSecond),
      share,
      'p50 ms': p50,
      'p99 ms': p99,
      failed,
    });
  }
  console.table(table);
}

if (options.help) console.log(USAGE);
else await main().finally(endAll);
