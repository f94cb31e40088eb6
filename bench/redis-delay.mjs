// A proxy between a server and its Redis that delays every reply, so that the duration of a request shows how many
// sequential round trips it takes.
import { connect, createServer } from 'node:net';
import { setTimeout } from 'node:timers';

const [host, port] = new URL(process.env.REDIS_URL).host.split(':');
let delayMs = 0;

const server = createServer((socket) => {
  const redis = connect(Number(port), host);
  socket.setNoDelay().pipe(redis.setNoDelay());
  redis.on('data', (data) => {
    if (delayMs === 0) socket.write(data);
    else setTimeout(() => socket.write(data), delayMs);
  });
  for (const [one, other] of [
    [socket, redis],
    [redis, socket],
  ])
    one.on('error', () => undefined).on('close', () => other.destroy());
});
process.on('message', (ms) => (delayMs = ms));
server.listen(0, '127.0.0.1', () => process.send(`redis://127.0.0.1:${server.address().port}`));
