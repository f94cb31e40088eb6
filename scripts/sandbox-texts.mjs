/** The text of `npm run sandbox -- --help`. */
export const USAGE = `Starts a simulator of Freebit and the gateway in front of it, to explore both.

  npm run sandbox -- [options]

  --port <n>            port of the gateway (default PORT, else 3000); 0 takes a free one
  --simulator-port <n>  port of the simulator (default 4010); 0 takes a free one
  --redis               keeps state in its own redis-server, if one is installed
  --variant <name>      the simulator differs from Freebit's papers; may be given several times
  --profile <file>      the simulator answers in the shape that a profile describes
  --build               builds first when something has changed, as npm run sandbox does
  --help                this text

Nothing leaves this machine. One API key is made for the time that the sandbox runs, and printed. State is kept in
memory, in the Redis that REDIS_URL names, or with --redis in one that ends with the sandbox. Every other setting of
.env.example may be given as an environment variable. simulator/README.md describes variants and profiles. The circuit
breaker is off, so that failing magic accounts do not block the others; FREEBIT_BREAKER_OPEN_MS=3000 switches it
on. Stop with Ctrl-C.`;

/**
 * The text that the sandbox prints once it runs. The fragment of the link fills in the key and never leaves the
 * browser.
 */
export function welcome(url, key, redisUrl) {
  const header = `-H 'X-API-Key: ${key}'`;
  const write = `curl -X POST ${url}/sims/09012345678/quota ${header}`;
  return [
    `Gateway             ${url}`,
    `API key             ${key}`,
    `Swagger UI          ${url}/docs#api-key=${key}`,
    `Every error         ${url}/problems`,
    ...(redisUrl ? [`Redis               ${redisUrl}`] : []),
    '',
    'Try',
    `  curl ${url}/sims/09012345678 ${header}`,
    `  ${write} -H 'Content-Type: application/json' -H 'Idempotency-Key: first-try' -d '{"amountMb": 100}'`,
    '',
    'A key that is refused twice (09000000205, 09000000228) pauses logins, and with them all calls, for some seconds.',
    'Stop with Ctrl-C.',
  ].join('\n');
}
