import { randomBytes } from 'node:crypto';
import { Agent } from 'undici';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { GatewayProcess } from '../harness/gateway-process';
import { keyOf } from '../harness/test-client';
import { TraceCollector, type ReceivedSpan } from '../harness/trace-collector';

const SIM = '09012345678';
const DETAIL = '/mvno/getDetail/';
const ADD_QUOTA = '/master/addSpec/';

/** A caller's trace and its header. */
function traced(flags = '01') {
  const traceId = `f${randomBytes(16).toString('hex').slice(1)}`;
  const spanId = `f${randomBytes(8).toString('hex').slice(1)}`;
  return { traceId, spanId, header: { traceparent: `00-${traceId}-${spanId}-${flags}` } };
}

const byKind = (spans: readonly ReceivedSpan[], kind: ReceivedSpan['kind']) =>
  spans.filter((span) => span.kind === kind);

describe('traces', () => {
  let collector: TraceCollector;
  let freebit: Simulator;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    [collector, freebit] = await Promise.all([TraceCollector.start(), startSimulator()]);
    gateway = await GatewayProcess.start({
      env: {
        FREEBIT_BASE_URL: freebit.url,
        FREEBIT_OEM_ID: 'sandbox-oem',
        FREEBIT_OEM_KEY: 'sandbox-oem-key',
        IDEMPOTENCY_KEY_POLICY: 'optional',
        LOG_LEVEL: 'debug',
        SHUTDOWN_DRAIN_SECONDS: '0',
        OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
        // One call at a time, so that the others wait.
        FREEBIT_MAX_CONCURRENCY: '1',
      },
    });
    // The login is traced under the request that comes first.
    await ask('GET', `/sims/${SIM}`);
    await collector.ofKind('client', 2);
  });
  beforeEach(() => {
    freebit.faults.clear();
    collector.forget();
  });
  afterAll(async () => {
    await gateway.kill();
    await Promise.all([freebit.close(), collector.close()]);
  });

  /** The status of the answer. */
  const ask = async (method: string, path: string, headers: object = {}, body?: object): Promise<number> => {
    const answer = await fetch(`${gateway.url}${path}`, {
      method,
      headers: { ...keyOf(), ...headers, ...(body && { 'Content-Type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    await answer.arrayBuffer();
    return answer.status;
  };

  it('contain a request and its call to Freebit, in the trace of the caller', async () => {
    const { traceId, spanId, header } = traced();

    expect(await ask('GET', `/sims/${SIM}/plan`, { ...header, 'X-Request-Id': 'of-mine' })).toBe(200);

    const [call, request] = await collector.trace(traceId, 2);
    expect(request).toEqual({
      ...{ name: 'GET /sims/{msisdn}/plan', kind: 'server', traceId, parentSpanId: spanId, failed: false },
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
      attributes: {
        'http.request.method': 'GET',
        'http.route': '/sims/{msisdn}/plan',
        'http.response.status_code': 200,
        'request.id': 'of-mine',
      },
    });
    expect(call).toEqual({
      ...{ name: 'Freebit PA03-02', kind: 'client', traceId, parentSpanId: request!.spanId, failed: false },
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
      attributes: { 'freebit.document': 'PA03-02', 'freebit.result': '100', 'freebit.attempt': 1 },
    });
    expect(collector.received[0]).toMatch(/^POST \/v1\/traces\n/);
    expect(collector.received[0]).toContain('freebit-gateway');
  });

  it('start at the gateway when the caller sends none, or a malformed one', async () => {
    expect(await ask('GET', '/problems')).toBe(200);
    expect(await ask('GET', '/problems', { traceparent: 'nonsense' })).toBe(200);

    const spans = await collector.ofKind('server', 2);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(2);
    expect(spans.map(({ parentSpanId }) => parentSpanId ?? '')).toEqual(['', '']);
  });

  it('are not exported when the caller does not sample its own', async () => {
    const [silent, told] = [traced('00'), traced()];
    expect(await ask('GET', '/problems', silent.header)).toBe(200);
    expect(await ask('GET', '/problems', told.header)).toBe(200);
    await collector.trace(told.traceId, 1);

    expect(collector.spans.map(({ traceId }) => traceId)).toEqual([told.traceId]);
  });

  it('contain a write whose body comes late on a reused connection', async () => {
    const dispatcher = new Agent({ connections: 1, pipelining: 1 });
    const traces = [traced(), traced(), traced()];
    for (const { header } of traces) {
      const answer = await fetch(`${gateway.url}/sims/${SIM}/quota`, {
        method: 'POST',
        headers: { ...keyOf(), ...header, 'Content-Type': 'application/json' },
        body: slowly('{"amountMb":', '100}'),
        duplex: 'half',
        dispatcher,
      } as unknown as RequestInit);
      expect(answer.status).toBe(201);
      await answer.arrayBuffer();
    }
    await dispatcher.close();

    for (const { traceId } of traces) {
      const spans = await collector.trace(traceId, 2);
      expect(spans.map(({ name }) => name)).toEqual(['Freebit PA04-04', 'POST /sims/{msisdn}/quota']);
      expect(spans[0]!.parentSpanId).toBe(spans[1]!.spanId);
    }
  });

  it('are not mixed up between requests that wait for each other', async () => {
    const traces = Array.from({ length: 12 }, () => traced());
    freebit.faults.slow(5, DETAIL, traces.length);

    await Promise.all(
      traces.map(({ header }, index) => {
        const msisdn = `0805555${String(index).padStart(4, '0')}`;
        freebit.lines.seed(msisdn);
        return ask('GET', `/sims/${msisdn}`, header);
      }),
    );

    for (const { traceId } of traces) {
      const spans = await collector.trace(traceId, 2);
      expect(byKind(spans, 'client').map(({ parentSpanId }) => parentSpanId)).toEqual(
        byKind(spans, 'server').map(({ spanId }) => spanId),
      );
    }
    expect(collector.spans).toHaveLength(2 * traces.length);
  });

  it('show why a call failed, and each of its tries', async () => {
    const [twice, refused, unknown] = [traced(), traced(), traced()];
    freebit.faults.html(DETAIL, 2);
    expect(await ask('GET', `/sims/${SIM}`, twice.header)).toBe(502);
    freebit.faults.clear();
    freebit.faults.code(211, ADD_QUOTA);
    const add = (header: object) => ask('POST', `/sims/${SIM}/quota`, header, { amountMb: 1 });
    expect(await add(refused.header)).toBe(409);
    freebit.faults.code(999, ADD_QUOTA);
    expect(await add(unknown.header)).toBe(502);

    const told = async ({ traceId }: { traceId: string }, count: number) => {
      const spans = await collector.trace(traceId, count);
      return spans.map(({ attributes, failed }) => [
        attributes['freebit.result'] ?? attributes['problem.code'],
        attributes['freebit.attempt'] ?? attributes['http.response.status_code'],
        failed,
      ]);
    };
    expect(await told(twice, 3)).toEqual([
      ['unreadable', 1, true],
      ['unreadable', 2, true],
      ['UPSTREAM_INVALID_RESPONSE', 502, true],
    ]);
    expect(await told(refused, 2)).toEqual([
      ['211', 1, false],
      ['ACCOUNT_STATE_CONFLICT', 409, false],
    ]);
    expect(await told(unknown, 2)).toEqual([
      ['other', 1, true],
      ['OUTCOME_UNKNOWN', 502, true],
    ]);
  });

  it('contain requests that were refused before any route, without their paths', async () => {
    const [nowhere, stranger, wrong] = [traced(), traced(), traced()];
    expect(await ask('GET', `/${SIM}`, nowhere.header)).toBe(404);
    expect(await ask('GET', `/sims/${SIM}`, { ...stranger.header, 'X-API-Key': '' })).toBe(401);
    expect(await ask('DELETE', `/sims/${SIM}`, wrong.header)).toBe(405);

    const names = [];
    for (const { traceId } of [nowhere, stranger, wrong]) {
      const [span] = await collector.trace(traceId, 1);
      names.push([span!.name, span!.attributes['problem.code']]);
    }

    expect(names).toEqual([
      ['GET', 'ROUTE_NOT_FOUND'],
      ['GET /sims/{msisdn}', 'UNAUTHENTICATED'],
      ['DELETE', 'METHOD_NOT_ALLOWED'],
    ]);
  });

  it('show that a caller left', async () => {
    const { traceId, header } = traced();
    const leave = new AbortController();
    const asked = freebit.journal.count(DETAIL);
    freebit.faults.hang(DETAIL);
    const answer = fetch(`${gateway.url}/sims/${SIM}`, {
      headers: { ...keyOf(), ...header },
      signal: leave.signal,
    });
    while (freebit.journal.count(DETAIL) === asked) await new Promise((resolve) => setTimeout(resolve, 10));
    leave.abort();
    await expect(answer).rejects.toThrow();

    const spans = await collector.trace(traceId, 2);

    expect(byKind(spans, 'server').map(({ attributes }) => attributes['http.response.status_code'])).toEqual([
      499,
    ]);
  });

  it('contain nothing else that a caller sends', async () => {
    const { traceId, header } = traced();
    const marker = 'marker-3f9a';
    const headers = {
      ...header,
      tracestate: `vendor=${marker}`,
      baggage: `who=${marker}`,
      'X-Request-Id': SIM,
    };
    expect(await ask('GET', `/sims/${SIM}?x=${marker}`, headers)).toBe(200);
    await collector.trace(traceId, 2);

    const all = collector.received.join('\n');

    expect(all).not.toContain(marker);
    expect(all).not.toContain(SIM.slice(1));
    expect(all).toContain('090****5678');
  });

  it('are named in the log entries', async () => {
    const { traceId, header } = traced();
    freebit.lines.seed('08055559999');
    expect(await ask('POST', '/sims/08055559999/quota', header, { amountMb: 1 })).toBe(201);

    await gateway.line(new RegExp(`${traceId}.*request completed`));

    const lines = gateway.logs.filter((line) => line.traceId === traceId).map(({ msg }) => msg);
    expect(lines).toEqual(['Freebit called', 'request completed']);
  });

  it('are exported completely when the gateway stops', async () => {
    const { traceId, header } = traced();
    expect(await ask('GET', '/problems', header)).toBe(200);

    expect(await gateway.stop()).toBe(0);

    expect(collector.spans.filter((span) => span.traceId === traceId)).toHaveLength(1);
  });
});

/** A body that comes in parts, with a pause between them. */
function slowly(...parts: string[]): ReadableStream {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 30));
      const part = parts.shift();
      if (part === undefined) controller.close();
      else controller.enqueue(encoder.encode(part));
    },
  });
}
