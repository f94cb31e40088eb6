// A stand-in for Freebit. Answers every call at once, so that only the gateway's own cost is measured, or every read
// after ANSWER_MS.
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers';

const ANSWER_MS = Number(process.env.ANSWER_MS ?? 0);
const OK = { resultCode: '100', status: { message: 'OK', statusCode: '200' } };
const LOGIN = JSON.stringify({ ...OK, authKey: 'bench-auth-key' });
const WRITTEN = JSON.stringify(OK);
const detailOf = (account) =>
  `{"resultCode":100,"status":{"message":"OK","statusCode":200},"masterAccount":"testMaster@test.ne.jp","responseDatas":{"kind":"MVNO","account":${Number(account)},"state":"active","planCode":"LTE3G_P01","startDate":20130901,"iccid":8981199993109195123,"imsi":990103120337753,"contractLine":"4G","size":"standard","sms":10,"talk":10,"ipv4":"","ipv6":"","quota":3161.31,"async":{},"resultCode":"100"}}`;

const server = createServer((request, response) => {
  let form = '';
  request.on('data', (chunk) => (form += chunk));
  request.on('end', () => {
    response.setHeader('Content-Type', 'application/json');
    if (request.url.endsWith('/authOem/')) return response.end(LOGIN);
    if (!request.url.endsWith('/getDetail/')) return response.end(WRITTEN);
    const { requestDatas } = JSON.parse(new URLSearchParams(form).get('json'));
    const answer = () => response.end(detailOf(requestDatas[0].account));
    if (ANSWER_MS > 0) setTimeout(answer, ANSWER_MS);
    else answer();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}/emptool/api`));
