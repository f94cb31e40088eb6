import { type ProbeApp, bodyOf, request, startProbe, statusOf } from './http-probe';

describe('requests', () => {
  let probe: ProbeApp;
  beforeAll(async () => (probe = await startProbe()));
  afterAll(() => probe.close());

  const send = (firstLine: string, headers: string[] = [], body = '') =>
    probe.raw(request(firstLine, headers, body));

  it('are answered with the common headers, and with none that reveal the software', async () => {
    const answer = await send('GET /sims/09012345678');

    expect(statusOf(answer)).toBe(200);
    expect(answer).toMatch(/x-request-id: [0-9a-f-]{36}\r\n/i);
    expect(answer).toMatch(/cache-control: private, no-store\r\n/i);
    expect(answer).toMatch(/referrer-policy: no-referrer\r\n/i);
    expect(answer).not.toMatch(/x-powered-by|^server:/im);
  });

  it.each([
    '/nowhere',
    '/SIMS/09012345678',
    '/sims/09012345678/',
    '//sims/09012345678',
    '/sims//unknown',
    '/sims',
    '/sims/090/quota/x',
    '*',
    '/sims%2F09012345678',
    '/sims/../../etc/passwd',
  ])('are answered with 404 for %s', async (path) => {
    const answer = await send(`GET ${path}`);

    expect(statusOf(answer)).toBe(404);
    expect(bodyOf(answer)).toMatchObject({ code: 'ROUTE_NOT_FOUND', type: '/problems/route-not-found' });
    expect(answer).toMatch(/x-request-id: /i);
    expect(answer).not.toContain('passwd');
    expect(answer).not.toContain('instance');
  });

  it.each(['/%zz', '/sims/%', '/sims/%E0%A4%A', `/sims/${'9'.repeat(1100)}`])(
    'are answered with 400 for %s',
    async (path) => {
      const answer = await send(`GET ${path}`, ['X-Request-Id: r-1']);

      expect(statusOf(answer)).toBe(400);
      expect(bodyOf(answer)).toMatchObject({ code: 'VALIDATION_FAILED', requestId: 'r-1' });
      expect(answer).toMatch(/x-request-id: r-1\r\n/i);
      expect(answer).toMatch(/content-type: application\/problem\+json\r\n/i);
    },
  );

  it.each([
    'OPTIONS',
    'PROPFIND',
    'TRACE',
    'DELETE',
    'PATCH',
    'PUT',
    'QUERY',
    'SEARCH',
    'M-SEARCH',
    'PURGE',
    'POST',
  ])('are answered with 405 and Allow for %s on a path that has only GET', async (method) => {
    const answer = await send(`${method} /sims/09012345678?x=1`, ['Content-Length: 0']);

    expect(statusOf(answer)).toBe(405);
    expect(answer).toMatch(/\r\nallow: GET\r\n/i);
    expect(bodyOf(answer)).toMatchObject({ code: 'METHOD_NOT_ALLOWED', status: 405 });
  });

  it('are answered with 405 and no body for HEAD, also on files of the documentation', async () => {
    for (const path of ['/sims/09012345678', '/docs/swagger-ui.css']) {
      const answer = await send(`HEAD ${path}`);

      expect(statusOf(answer)).toBe(405);
      expect(answer).toMatch(/\r\nallow: GET\r\n/i);
      expect(answer.endsWith('\r\n\r\n')).toBe(true);
    }
  });

  it.each(['/health/live', '/health/ready'])(
    'are answered for HEAD of %s like GET, without a body',
    async (path) => {
      const [head, get] = [await send(`HEAD ${path}`), await send(`GET ${path}`)];

      expect(statusOf(head)).toBe(200);
      expect(head.endsWith('\r\n\r\n')).toBe(true);
      const [length] = /content-length: \d+/i.exec(get) ?? ['none'];
      expect(head).toContain(length);
    },
  );

  it('are answered with all methods of a path in Allow', async () => {
    const answer = await send('DELETE /sims/09012345678/bug');

    expect(answer).toMatch(/\r\nallow: GET, POST\r\n/i);
  });

  it('are refused for a wrong path before the body is read, however large it is', async () => {
    const answer = await send('POST /nowhere', ['Content-Type: text/xml', 'Content-Length: 99999999']);

    expect(statusOf(answer)).toBe(404);
  });

  it.each([
    [['X-Request-Id: abc.DEF_1:2-3'], 'abc.DEF_1:2-3'],
    [[`X-Request-Id: ${'x'.repeat(128)}`], 'x'.repeat(128)],
  ])('keep the request id %j', async (headers, id) => {
    const answer = await send('GET /nowhere', headers);

    expect(answer).toContain(`${id}\r\n`);
    expect(bodyOf(answer).requestId).toBe(id);
  });

  it.each([
    [['X-Request-Id: a b']],
    [['X-Request-Id: ']],
    [['X-Request-Id: a', 'X-Request-Id: b']],
    [['X-Request-Id: <script>']],
    [[`X-Request-Id: ${'x'.repeat(129)}`]],
  ])('get a new request id instead of %j', async (headers) => {
    const answer = await send('GET /nowhere', headers);

    expect(bodyOf(answer).requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });

  it('are handled without regard to the body of a GET', async () => {
    const answer = await send(
      'GET /sims/09012345678',
      ['Content-Type: text/xml', 'Content-Length: 4'],
      '<a/>',
    );

    expect(statusOf(answer)).toBe(200);
  });

  it('are handled without regard to an unknown expectation', async () => {
    expect(statusOf(await send('GET /sims/09012345678', ['Expect: the-unexpected']))).toBe(200);
  });
});
