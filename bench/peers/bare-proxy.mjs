// The minimum in place of the gateway: Node's own server and client, one fixed key, no checks.
import { Buffer } from 'node:buffer';
import { Agent, createServer, request as call } from 'node:http';
import { detailForm, detailPath, FORM, formOf, toSim, upstreamOrigin, writePath } from './answers.mjs';

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

function ask(path, body, told) {
  const headers = { 'Content-Type': FORM, 'Content-Length': body.length };
  call(upstreamOrigin + path, { method: 'POST', agent, headers }, (answer) => {
    let text = '';
    answer.on('data', (chunk) => (text += chunk));
    answer.on('end', () => told(JSON.parse(text)));
  }).end(body);
}

function answer(response, status, what) {
  const body = JSON.stringify(what);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}

const server = createServer((request, response) => {
  const msisdn = request.url.split('/')[2] ?? '';
  if (request.method === 'GET')
    return ask(detailPath, detailForm(msisdn), ({ responseDatas }) =>
      answer(response, 200, toSim(msisdn, responseDatas)),
    );
  let text = '';
  request.on('data', (chunk) => (text += chunk));
  request.on('end', () => {
    const { amountMb } = JSON.parse(text);
    const form = formOf({ account: msisdn, kind: 'MVNO', quota: String(amountMb) });
    ask(writePath, form, () => answer(response, 201, { target: { type: 'sim', msisdn }, amountMb }));
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1');
