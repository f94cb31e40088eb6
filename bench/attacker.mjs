// Misbehaves in one way until it is ended, over the loopback address that another caller uses too.
import { connect } from 'node:net';

const { PORT, KEY, WAY } = process.env;
const HEAD = `Host: gateway\r\nX-API-Key: ${KEY}\r\n`;
const STRANGER = 'Host: gateway\r\nX-API-Key: fbgw_nobody_0000000000000000000000000000000000000000000\r\n';
const post = (head, length) =>
  `POST /sims/09012345678/quota HTTP/1.1\r\n${head}Content-Type: application/json\r\nIdempotency-Key: k\r\nContent-Length: ${length}\r\n\r\n`;
const get = (head, line) => `GET /sims/090${String(line).padStart(8, '0')} HTTP/1.1\r\n${head}\r\n`;
const DEEP_BODY = `{"amountMb":${'['.repeat(8_000)}${']'.repeat(8_000)}}`;
let lines = 0;

/**
 * A socket that acts at once, and again after each piece of data that it receives. A new one follows when it closes.
 */
function socket(say) {
  const open = connect(Number(PORT), '127.0.0.1', () => say(open));
  open.on('error', () => undefined).on('data', () => say(open));
  open.on('close', () => setTimeout(() => socket(say), 50));
}

function drip(open) {
  open.write(post(HEAD, 16_000));
  const timer = setInterval(() => open.write('x'), 500);
  open.on('close', () => clearInterval(timer));
}

/** The number of sockets of each way, and what they do. */
const WAYS = {
  nothing: [0],
  'slow bodies': [500, drip],
  'silent connections': [2_000, () => undefined],
  'half a head': [500, (open) => open.write('GET /sims/09012345678 HTTP/1.1\r\nHost: ')],
  'deep bodies': [32, (open) => open.write(post(HEAD, DEEP_BODY.length) + DEEP_BODY)],
  'a flood': [32, (open) => open.write(get(HEAD, 12_345_678))],
  'a flood of strangers': [32, (open) => open.write(get(STRANGER, 12_345_678))],
  'a scan of lines': [32, (open) => open.write(get(HEAD, 10_000_000 + lines++))],
};

const [count, say] = WAYS[WAY];
for (let made = 0; made < count; made++) setTimeout(() => socket(say), made);
process.send(Object.keys(WAYS));
