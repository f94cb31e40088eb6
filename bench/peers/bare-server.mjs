// The minimum that can answer a read: Node's own server, and a text that is built for each request.
import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import { anySim } from './answers.mjs';

const server = createServer((request, response) => {
  const body = JSON.stringify(anySim(request.url.split('/')[2] ?? ''));
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
});
server.listen(Number(process.env.PORT), '127.0.0.1');
