/** What `npm run sandbox -- --help` prints. */
export const USAGE = `Starts a simulator of Freebit and the gateway in front of it, to explore both.

  npm run sandbox -- [options]

  --port <n>            port of the gateway (default PORT, else 3000)
  --simulator-port <n>  port of the simulator (default 4010)
  --build               builds both first, as npm run sandbox does
  --help                this text

Nothing leaves this machine. One API key is made for the time that the sandbox runs, and printed. State is kept in
memory, or in the Redis that REDIS_URL names. Every other setting of .env.example may be given as an environment
variable. The circuit breaker is off, so that magic accounts that break do not shut out the others;
FREEBIT_BREAKER_OPEN_MS=3000 switches it on. Stop with Ctrl-C.`;

/** What the sandbox says once it runs. What follows the # never leaves the browser; it fills the key in. */
export function welcome(url, key) {
  const header = `-H 'X-API-Key: ${key}'`;
  const write = `curl -X POST ${url}/sims/09012345678/quota ${header}`;
  return [
    `Gateway             ${url}`,
    `API key             ${key}`,
    `Swagger UI          ${url}/docs#api-key=${key}`,
    `Every error         ${url}/problems`,
    '',
    'Try',
    `  curl ${url}/sims/09012345678 ${header}`,
    `  ${write} -H 'Content-Type: application/json' -H 'Idempotency-Key: first-try' -d '{"amountMb": 100}'`,
    '',
    'A key that is refused twice (09000000205, 09000000228) pauses logins, and with them all calls, for some seconds.',
    'Stop with Ctrl-C.',
  ].join('\n');
}
