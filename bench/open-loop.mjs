// Asks at a fixed rate whether or not answers come, as many independent callers do behind one load balancer, at little
// cost of its own. A request that waits for a connection counts from the moment at which it should have been sent.
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const TICK_MS = 1;
const TIMEOUT_MS = 5_000;
/** Different lines, because reads of one line share a call. */
const LINES = 5_000;
const line = (n) => `090${String(10_000_000 + n).padStart(8, '0')}`;

/** One connection with one request in flight, which reports the status of its answer. */
class Connection {
  #port;
  #told;
  #text = '';
  #socket;

  constructor(port) {
    this.#port = port;
  }

  async open() {
    this.#connect();
    await once(this.#socket, 'connect');
  }

  ask(request, told) {
    this.#told = told;
    this.#text = '';
    if (this.#socket.destroyed) this.#connect();
    this.#socket.write(request);
  }

  close() {
    this.#socket.destroy();
  }

  #connect() {
    const socket = connect(this.#port, '127.0.0.1').setNoDelay().setEncoding('latin1');
    socket.on('error', () => undefined);
    socket.on('close', () => this.#socket === socket && this.#end('lost'));
    socket.on('data', (text) => {
      this.#text += text;
      if (!isWhole(this.#text)) return;
      if (/\r\nconnection: close\r\n/i.test(this.#text)) socket.destroy();
      this.#end(this.#text.slice(9, 12));
    });
    this.#socket = socket;
  }

  #end(result) {
    const told = this.#told;
    this.#told = undefined;
    told?.(result);
  }
}

function isWhole(text) {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1];
  return text.length >= head + 4 + Number(length);
}

/** Records the result of each request that was sent during the measured time. */
class Results {
  /** Latencies in milliseconds, by status or `lost`. */
  msOf = {};
  /** Number of answers before the end, by status or `lost`. */
  inTime = {};
  asked = 0;
  answered = 0;

  constructor(seconds) {
    this.endsMs = performance.now() + seconds * 1_000;
  }

  get runs() {
    return performance.now() < this.endsMs;
  }

  note(result, dueMs) {
    this.answered++;
    (this.msOf[result] ??= []).push(performance.now() - dueMs);
    if (this.runs) this.inTime[result] = (this.inTime[result] ?? 0) + 1;
  }
}

/** Every connection sends the next request as soon as it has its answer. */
async function asFastAsAnswered(connections, requests, results) {
  const ask = (connection) => {
    if (!results.runs) return;
    const dueMs = performance.now();
    connection.ask(requests[results.asked++ % LINES], (result) => {
      results.note(result, dueMs);
      ask(connection);
    });
  };
  connections.forEach(ask);
  while (results.runs) await pause(10);
}

async function atRate(rate, connections, requests, results) {
  const free = [...connections];
  const waiting = [];
  const send = (connection, { n, dueMs }) =>
    connection.ask(requests[n % LINES], (result) => {
      results.note(result, dueMs);
      const next = waiting.shift();
      if (next === undefined) free.push(connection);
      else send(connection, next);
    });
  const startedMs = performance.now();
  while (results.runs) {
    const due = Math.floor(((performance.now() - startedMs) * rate) / 1_000);
    for (; results.asked < due; results.asked++) {
      const request = { n: results.asked, dueMs: startedMs + (results.asked * 1_000) / rate };
      const connection = free.pop();
      if (connection === undefined) waiting.push(request);
      else send(connection, request);
    }
    await pause(TICK_MS);
  }
}

/** Without a rate: as fast as answers come. */
async function load({ port, key, rate, connections: count, seconds }) {
  const requests = Array.from(
    { length: LINES },
    (_, n) => `GET /sims/${line(n)} HTTP/1.1\r\nHost: gateway\r\nX-API-Key: ${key}\r\n\r\n`,
  );
  const connections = Array.from({ length: count }, () => new Connection(port));
  for (const connection of connections) await connection.open();
  const results = new Results(seconds);
  if (rate === undefined) await asFastAsAnswered(connections, requests, results);
  else await atRate(rate, connections, requests, results);
  const endMs = performance.now() + TIMEOUT_MS;
  while (results.answered < results.asked && performance.now() < endMs) await pause(10);
  connections.forEach((connection) => connection.close());
  const { msOf, inTime, asked, answered } = results;
  return { msOf, inTime, unanswered: asked - answered };
}

process.on('message', async (what) => process.send(await load(what)));
process.send('ready');
