import { get as request, type ClientRequest } from 'node:http';
import { Gateway } from '../harness/gateway';
import { keyOf } from '../harness/test-client';
import { ScriptedUpstream } from '../harness/scripted-upstream';
import { json } from '../harness/upstream-answers';
import { gate } from '../harness/upstream-timing';
import type { UpstreamScript } from '../harness/upstream-script';
import { eventually } from '../harness/slow-is-not-wrong';
import { begun } from './write-bench';

const DETAIL = '/mvno/getDetail/';
const LINE = '09012345678';

const detail: UpstreamScript = (exchange) => {
  const { requestDatas } = exchange.request.json as { requestDatas: [{ account: string }] };
  const line = { resultCode: 100, kind: 'MVNO', account: requestDatas[0].account, state: 'active' };
  const body = { resultCode: 100, status: { message: 'OK', statusCode: 200 }, responseDatas: [line] };
  return json(body)(exchange);
};

describe('reads of one line at the same time', () => {
  let upstream: ScriptedUpstream;
  let gateway: Gateway;
  let open: () => void;
  let cut: number;
  beforeEach(async () => {
    upstream = await ScriptedUpstream.start();
    gateway = await Gateway.start({
      FREEBIT_BASE_URL: upstream.url,
      READ_DEADLINE_MS: '30000',
      FREEBIT_READ_TIMEOUT_MS: '30000',
    });
    const gated = gate(detail);
    ({ open } = gated);
    cut = 0;
    upstream.answer(DETAIL, (exchange) => {
      exchange.socket.once('close', () => cut++);
      return gated.script(exchange);
    });
  });
  afterEach(async () => {
    open();
    await gateway.close();
    await upstream.close();
  });

  const asked = () => upstream.requestsTo(DETAIL).length;
  const read = (msisdn = LINE) => begun(gateway.http.get(`/sims/${msisdn}`));
  /** A caller that can leave. */
  const caller = (): ClientRequest =>
    request(`${gateway.url}/sims/${LINE}`, { headers: keyOf() }).on('error', () => {});
  const inFlight = async (count: number) => {
    await eventually(async () => {
      const { text } = await gateway.http.get('/metrics');
      return text.includes(`reads_waiting ${count}\n`);
    });
  };

  it('are one call to Freebit, even where nothing is cached', async () => {
    const reads = Array.from({ length: 50 }, () => read());
    await inFlight(50);
    open();

    const answers = await Promise.all(reads);

    expect(asked()).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    const collapsed = answers.filter(({ headers }) =>
      String(headers['cache-status']).endsWith('; collapsed'),
    );
    expect(collapsed).toHaveLength(49);
  });

  it('are separate calls for different lines', async () => {
    const reads = [read(), read('08011112222')];
    await inFlight(2);
    open();

    await Promise.all(reads);

    expect(asked()).toBe(2);
  });

  it('continue when one of the callers leaves', async () => {
    const leaving = caller();
    const staying = read();
    await inFlight(2);

    leaving.destroy();
    await inFlight(1);
    open();

    expect((await staying).status).toBe(200);
    expect(asked()).toBe(1);
  });

  it('are aborted at Freebit when the last caller leaves', async () => {
    const callers = [caller(), caller()];
    await inFlight(2);
    await upstream.received(DETAIL);

    callers.forEach((one) => one.destroy());

    await eventually(() => cut === 1);
  });

  it('are a new call for a caller that comes after the last one has left', async () => {
    const leaving = caller();
    await upstream.received(DETAIL);
    leaving.destroy();
    await eventually(() => cut === 1);

    const next = read();
    await upstream.received(DETAIL, 2);
    open();

    expect((await next).status).toBe(200);
  });
});
