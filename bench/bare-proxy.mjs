// The least that could stand in the gateway's place: Node's own server and client, one fixed key, no check of anything.
import { Agent, createServer, request as call } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const target = new URL(`${process.env.FREEBIT_BASE_URL}/mvno/getDetail/`);

const server = createServer((request, response) => {
  const account = request.url.split('/')[2];
  const json = JSON.stringify({ authKey: 'bench', version: '2', requestDatas: [{ kind: 'MVNO', account }] });
  const body = new URLSearchParams({ json }).toString();
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': body.length };
  call(target, { method: 'POST', agent, headers }, (answer) => {
    let text = '';
    answer.on('data', (chunk) => (text += chunk));
    answer.on('end', () => {
      const { planCode, state, quota } = JSON.parse(text).responseDatas;
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ msisdn: account, planCode, status: state, quotaMb: quota }));
    });
  }).end(body);
});
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}`));
