import { type ProbeApp, bodyOf, request, startProbe, statusOf } from './http-probe';

describe('problem documents', () => {
  let probe: ProbeApp;
  beforeAll(async () => (probe = await startProbe()));
  beforeEach(() => probe.log.splice(0));
  afterAll(() => probe.close());

  const send = (firstLine: string) =>
    probe.raw(request(firstLine, ['Content-Length: 0', 'X-Request-Id: r-1']));

  it('carry every field that the catalogue and the error provide', async () => {
    const answer = await send('POST /sims/09012345678/busy');

    expect(answer).toMatch(/\r\nretry-after: 60\r\n/i);
    expect(bodyOf(answer)).toEqual({
      type: '/problems/operation-in-progress',
      title: 'An operation is already in progress on this line',
      status: 409,
      code: 'OPERATION_IN_PROGRESS',
      detail: 'Freebit is still processing an earlier request for this line. Nothing was applied.',
      instance: '/sims/090****5678/busy',
      requestId: 'r-1',
      retryable: true,
      outcome: 'not_applied',
      errors: [],
      upstream: { api: 'PA05-21', resultCode: '230' },
    });
  });

  it('never show the message of a bug, which is logged once with numbers masked', async () => {
    const answer = await send('GET /sims/09012345678/bug');

    expect(statusOf(answer)).toBe(500);
    expect(answer).not.toMatch(/secret|stack|TypeError/);
    expect(bodyOf(answer)).toMatchObject({ code: 'INTERNAL_ERROR', instance: '/sims/090****5678/bug' });
    expect(bodyOf(answer)).not.toHaveProperty('outcome');
    const errors = probe.log.filter(({ level }) => level === 'error');
    expect(errors).toMatchObject([
      {
        requestId: 'r-1',
        route: '/sims/:msisdn/bug',
        error: { name: 'TypeError', message: 'secret of 090****5678' },
      },
    ]);
    expect(JSON.stringify(probe.log)).not.toContain('09012345678');
  });

  it('say that the outcome is unknown when a bug interrupts a write', async () => {
    expect(bodyOf(await send('POST /sims/09012345678/bug'))).toMatchObject({
      outcome: 'unknown',
      retryable: false,
    });
  });

  it.each(['/sims/090x1234567890', '/sims/%3Cscript%3E', '/sims/..%2f..%2f', '/sims/%00', '/sims/０９０'])(
    'repeat nothing of the malformed %s',
    async (path) => {
      const answer = await send(`GET ${encodeURI(path).replaceAll('%25', '%')}`);

      expect(statusOf(answer)).toBe(400);
      expect(bodyOf(answer)).not.toHaveProperty('instance');
      expect(bodyOf(answer)).toMatchObject({ errors: [{ parameter: 'msisdn', code: 'invalid_msisdn' }] });
    },
  );

  it('are pages for browsers, without scripts and with only the style that the policy allows', async () => {
    const ask = (path: string) =>
      probe.raw(request(`GET ${path}`, ['Accept: text/html,application/xhtml+xml,*/*;q=0.8']));

    const one = await ask('/problems/outcome-unknown');
    const list = await ask('/problems');

    for (const page of [one, list]) {
      expect(page).toMatch(/\r\ncontent-type: text\/html; charset=utf-8\r\n/i);
      expect(page).toMatch(/\r\nvary: accept\r\n/i);
      expect(page).toMatch(/\r\ncontent-security-policy: default-src 'none'; style-src 'sha256-/i);
      expect(page).not.toContain('<script');
    }
    expect(one).toContain('<dt>Was a write applied?</dt><dd>Unknown');
    expect(one).toContain('<code>POST /sims/09000001002/quota</code>');
    expect(list).toContain('<a href="/problems/sim-not-found">');
  });

  it('are all listed and explained under their type', async () => {
    const list = await send('GET /problems');
    const kinds: unknown = JSON.parse(list.slice(list.indexOf('\r\n\r\n') + 4));
    const types = Array.isArray(kinds) ? kinds.map(({ type }) => String(type)) : [];

    expect(types.length).toBeGreaterThan(40);
    for (const type of types) {
      const answer = await send(`GET ${type}`);
      expect(bodyOf(answer)).toMatchObject({
        type,
        retryable: expect.any(Boolean),
        whatToDo: expect.any(String),
      });
    }
  });

  it.each(['SIM_NOT_FOUND', 'sim-not-found-x', 'constructor', '__proto__'])(
    '%s is no problem type',
    async (slug) => {
      expect(bodyOf(await send(`GET /problems/${slug}`))).toMatchObject({
        status: 404,
        code: 'PROBLEM_NOT_FOUND',
      });
    },
  );

  it('leave one log entry for every answer, with the number masked', async () => {
    await send('GET /sims/09012345678?secret=1');
    await send('POST /sims/+819012345678/busy');
    await send('GET /nowhere/09012345678');

    const [first, second, third] = probe.log;
    expect(first).toMatchObject({
      msg: 'request completed',
      method: 'GET',
      route: '/sims/:msisdn',
      status: 200,
      line: '090****5678',
    });
    expect(second).toMatchObject({
      status: 409,
      code: 'OPERATION_IN_PROGRESS',
      line: '090****5678',
      requestId: 'r-1',
    });
    expect(third).toMatchObject({ status: 404, route: 'none', code: 'ROUTE_NOT_FOUND' });
    expect(first?.ms).toEqual(expect.any(Number));
    expect(probe.log).toHaveLength(3);
    expect(JSON.stringify(probe.log)).not.toMatch(/012345678|secret/);
  });

  it('are counted by route template and status', async () => {
    await send('GET /sims/09012345678');

    const metrics = await send('GET /metrics');

    expect(metrics).toMatch(/http_requests_total\{method="GET",route="\/sims\/:msisdn",status="200"\} \d/);
    expect(metrics).toMatch(
      /http_request_duration_seconds_bucket\{le="0.1",method="GET",route="\/sims\/:msisdn"/,
    );
    expect(metrics).toMatch(/content-type: text\/plain; version=0.0.4/i);
    expect(metrics).not.toContain('09012345678');
  });
});
