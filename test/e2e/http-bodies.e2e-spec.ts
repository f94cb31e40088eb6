import { type ProbeApp, bodyOf, request, startProbe, statusOf } from './http-probe';

describe('request bodies', () => {
  let probe: ProbeApp;
  beforeAll(async () => (probe = await startProbe()));
  afterAll(() => probe.close());

  const json = 'Content-Type: application/json';
  const post = (body: string, headers = [json]) =>
    probe.raw(
      request(
        'POST /sims/09012345678/quota',
        [...headers, `Content-Length: ${Buffer.byteLength(body)}`],
        body,
      ),
    );
  const errorsOf = async (body: string) => {
    const answer = await post(body);
    expect(statusOf(answer)).toBe(400);
    expect(bodyOf(answer)).toMatchObject({ code: 'VALIDATION_FAILED', outcome: 'not_applied' });
    const { errors } = bodyOf(answer);
    return Array.isArray(errors) ? errors.map(({ pointer, code }) => `${pointer} ${code}`) : [];
  };

  it.each([
    ['', '# required'],
    ['null', '# wrong_type'],
    ['[]', '# wrong_type'],
    ['"x"', '# wrong_type'],
    ['7', '# wrong_type'],
    ['{}', '#/amountMb required'],
    ['{', '# malformed_json'],
    ["{'amountMb':1}", '# malformed_json'],
    ['{"amountMb":1,}', '# malformed_json'],
    ['{"amountMb":1}//', '# malformed_json'],
    ['{"amountMb":01}', '# malformed_json'],
    ['{"amountMb":NaN}', '# malformed_json'],
    ['['.repeat(16_000), '# nested_too_deeply'],
    ['{"amountMb":1,"amountMb":2}', '#/amountMb duplicate_property'],
    ['{"amountMb":1,"note":{"text":"a","te\\u0078t":"b"}}', '#/note/text duplicate_property'],
    ['{"amountMb":1,"__proto__":{"x":1}}', '#/__proto__ unknown_property'],
    ['{"amountMb":1,"constructor":1}', '#/constructor unknown_property'],
    ['{"amountMb":1,"hasOwnProperty":1}', '#/hasOwnProperty unknown_property'],
    ['{"amountMb":1,"a/b~":1}', '#/a~1b~0 unknown_property'],
    ['{"amountMb":1,"09012345678":1}', '#/090****5678 unknown_property'],
    ['{"amountMb":1,"\\ud800":1}', '#/%EF%BF%BD unknown_property'],
    ['{"amountMb":1,"note":{"text":1}}', '#/note/text wrong_type'],
    ['{"amountMb":1,"note":{"text":"a","more":1}}', '#/note/more unknown_property'],
    ['{"amountMb":1,"note":"a"}', '#/note wrong_type'],
    ['{"amountMb":1,"reference":"a b"}', '#/reference invalid_format'],
    ['{"amountMb":1,"expiresOn":"1999"}', '#/expiresOn not_a_calendar_day'],
  ])('refuses %.60s', async (body, expected) => {
    expect(await errorsOf(body)).toEqual([expected]);
  });

  it.each([
    ['9007199254740993', '#/amountMb inexact_number'],
    ['1e400', '#/amountMb inexact_number'],
    ['100.00000000000000001', '#/amountMb inexact_number'],
    ['"100"', '#/amountMb wrong_type'],
    ['true', '#/amountMb wrong_type'],
    ['[1]', '#/amountMb wrong_type'],
    ['null', '#/amountMb wrong_type'],
    ['1.5', '#/amountMb wrong_type'],
    ['-0', '#/amountMb out_of_range'],
    ['0', '#/amountMb out_of_range'],
    ['512001', '#/amountMb out_of_range'],
  ])('refuses the amount %s', async (amount, expected) => {
    expect(await errorsOf(`{"amountMb":${amount}}`)).toEqual([expected]);
  });

  it.each([
    ['1.0', 1],
    ['1e2', 100],
    ['512000', 512_000],
    ['51200000e-2', 512_000],
  ])('reads the amount %s as %d', async (amount, value) => {
    const answer = await post(`{"amountMb":${amount}}`);

    expect(statusOf(answer)).toBe(201);
    expect(bodyOf(answer)).toEqual({ amountMb: value });
  });

  it('reports every error at once', async () => {
    expect(await errorsOf('{"amountMb":"x","reference":"","more":1,"note":{}}')).toEqual([
      '#/more unknown_property',
      '#/amountMb wrong_type',
      '#/reference invalid_format',
      '#/note/text required',
    ]);
  });

  it('reports where a body stops being JSON, and repeats nothing of it', async () => {
    const answer = await post('{\n  "amountMb": secret\n}');

    expect(answer).toContain('at line 2, column 15');
    expect(answer).not.toContain('secret');
  });

  it('ignores a byte order mark and refuses what is not UTF-8', async () => {
    expect(statusOf(await post('\ufeff{"amountMb":1}'))).toBe(201);
    const invalid = Buffer.concat([
      Buffer.from(request('POST /sims/09012345678/quota', [json, 'Content-Length: 3'])),
      Buffer.from([0x22, 0xff, 0x22]),
    ]);
    expect(await probe.raw(invalid)).toContain('invalid_encoding');
  });

  it.each([
    ['no type', []],
    ['text', ['Content-Type: text/plain']],
    ['a form', ['Content-Type: application/x-www-form-urlencoded']],
    ['another kind of JSON', ['Content-Type: application/merge-patch+json']],
    ['no type at all', ['Content-Type: garbage']],
    ['another charset', ['Content-Type: application/json; charset=shift_jis']],
    ['two charsets', ['Content-Type: application/json; charset=utf-8; charset=utf-16']],
    ['compression', [json, 'Content-Encoding: gzip']],
  ])('refuses %s with 415', async (_what, headers) => {
    const answer = await post('{"amountMb":1}', headers);

    expect(statusOf(answer)).toBe(415);
    expect(bodyOf(answer)).toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE', outcome: 'not_applied' });
  });

  it.each(['application/json', 'Application/JSON; Charset="UTF-8"', 'application/json;charset=utf8'])(
    'accepts %s',
    async (type) => {
      expect(statusOf(await post('{"amountMb":1}', [`Content-Type: ${type}`]))).toBe(201);
    },
  );

  it('refuses more than 16 KiB, whether announced or chunked', async () => {
    const big = `{"amountMb":1,"reference":"${'a'.repeat(16_384)}"}`;
    const chunk = `${Buffer.byteLength(big).toString(16)}\r\n${big}\r\n0\r\n\r\n`;
    const chunked = request('POST /sims/09012345678/quota', [json, 'Transfer-Encoding: chunked'], chunk);

    for (const answer of [await post(big), await probe.raw(chunked)]) {
      expect(statusOf(answer)).toBe(413);
      expect(bodyOf(answer)).toMatchObject({
        code: 'PAYLOAD_TOO_LARGE',
        instance: '/sims/090****5678/quota',
      });
    }
  });
});
