import { connect, type Socket } from 'node:net';
import { Gateway } from '../harness/gateway';
import { eventually } from '../harness/slow-is-not-wrong';

const SIM = '09012345678';
const PAGE = 'https://app.example.com';
const ADD_QUOTA = '/master/addSpec/';

describe('a gateway at its limit of requests in flight', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ CORS_ORIGINS: PAGE }, undefined, { requestsInFlight: 2 });
  });
  afterAll(() => gateway.close());

  it('refuses further ones at once, stays alive, and finishes what it has begun', async () => {
    const { http, freebit } = gateway;
    await http.get(`/sims/${SIM}`).expect(200);
    freebit.faults.slow(3_000, ADD_QUOTA, 2);
    const writes = [SIM, '07011112222'].map((line) =>
      http
        .post(`/sims/${line}/quota`)
        .send({ amountMb: 1 })
        .then(({ status }) => status),
    );
    await eventually(() => freebit.journal.count(ADD_QUOTA) === 2);

    const read = await http.get(`/sims/${SIM}`).set('Origin', PAGE).expect(503);
    const asked = await gateway.stranger
      .options(`/sims/${SIM}`)
      .set({ Origin: PAGE, 'Access-Control-Request-Method': 'GET' })
      .expect(204);
    const write = await http.post(`/sims/${SIM}/quota`).send({ amountMb: 1 }).expect(503);

    expect(read.body).toMatchObject({ code: 'OVERLOADED', retryable: true, status: 503 });
    expect(read.body.outcome).toBeUndefined();
    expect(read.headers).toMatchObject({ 'retry-after': '1', 'cache-control': 'private, no-store' });
    expect(read.headers['x-request-id']).toBe(read.body.requestId);
    for (const { headers } of [read, asked]) expect(headers['access-control-allow-origin']).toBe(PAGE);
    expect(write.body).toMatchObject({ code: 'OVERLOADED', outcome: 'not_applied' });
    await http.get('/health/live').expect(200);
    await http.get('/health/ready').expect(200);
    const { text } = await http.get('/metrics').expect(200);
    expect(text).toMatch(/^shed_total\{reason="in_flight"\} 3$/m);
    expect(await Promise.all(writes)).toEqual([201, 201]);
    await http.get(`/sims/${SIM}`).expect(200);
  });

  it('refuses a request before it reads the body', async () => {
    const { http, freebit } = gateway;
    const before = freebit.journal.count(ADD_QUOTA);
    freebit.faults.slow(3_000, ADD_QUOTA, 2);
    const writes = [SIM, '07011112222'].map((line) =>
      http.post(`/sims/${line}/quota`).send({ amountMb: 1 }).then(),
    );
    await eventually(() => freebit.journal.count(ADD_QUOTA) === before + 2);

    const { answer, socket } = await firstAnswer(
      gateway.url,
      `POST /sims/${SIM}/quota HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n`,
    );

    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    socket.destroy();
    await Promise.all(writes);
  });
});

function firstAnswer(url: string, head: string): Promise<{ answer: string; socket: Socket }> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(head));
    socket.once('error', reject);
    socket.once('data', (data) => resolve({ answer: data.toString(), socket }));
  });
}
