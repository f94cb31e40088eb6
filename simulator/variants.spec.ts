import { type Encoding, FreebitCaller, textAt } from '../test/contract/freebit-caller';
import { simulatorBench } from '../test/contract/simulator-bench';
import { firstQuirks } from './first-quirks';
import { startSimulator } from './simulator';
import { quirksOf, VARIANTS } from './variants';

const LINE = { requestDatas: [{ kind: 'MVNO', account: '07011112222' }] };
const STRANGER = { account: '09099999999' };
const TRAFFIC = '/mvno/getTrafficInfo/';

describe('a variant', () => {
  const bench = simulatorBench();

  const choose = (...names: string[]): void => bench.simulator.quirks.set(quirksOf(names));

  it.each([
    ['form-only', 'form'],
    ['multipart-only', 'multipart'],
    ['json-only', 'json'],
  ] as const)('%s accepts only the encoding %s', async (name, taken) => {
    choose(name);

    const encodings: Encoding[] = ['form', 'multipart', 'json'];
    const codes = await Promise.all(
      encodings.map(async (encoding) => {
        const { text } = await bench.freebit.call('/mvno/getDetail/', LINE, encoding);
        return textAt(text, 'resultCode');
      }),
    );

    expect(codes).toEqual(encodings.map((encoding) => (encoding === taken ? '100' : '204')));
  });

  it('can move PA03-02 to another path and leave nothing at the old one', async () => {
    choose('detail-elsewhere');

    const moved = await bench.freebit.call('/master/getDetail/', LINE);
    const usual = await bench.freebit.call('/mvno/getDetail/', LINE);

    expect([textAt(moved.text, 'resultCode'), usual.httpStatus]).toEqual(['100', 404]);
  });

  it.each([
    ['rejections-400', 400, '210', '500'],
    ['rejections-500', 500, '210', '500'],
    ['rejections-by-class', 500, '210', '500'],
    ['detail-in-status', 200, '500', '210'],
  ])('%s sets the place of the codes of a rejection', async (name, httpStatus, resultCode, statusCode) => {
    choose(name);

    const reply = await bench.freebit.call(TRAFFIC, STRANGER);

    expect(reply.httpStatus).toBe(httpStatus);
    expect([textAt(reply.text, 'resultCode'), textAt(reply.text, 'status', 'statusCode')]).toEqual([
      resultCode,
      statusCode,
    ]);
  });

  it.each([
    ['lowercase-names', 'resultcode', 'statuscode'],
    ['uppercase-names', 'RESULTCODE', 'STATUSCODE'],
    ['capitalized-names', 'ResultCode', 'StatusCode'],
    ['snake-names', 'result_code', 'status_code'],
  ])('%s changes the names of fields', async (name, ...names) => {
    choose(name);

    const { text } = await bench.freebit.call(TRAFFIC, STRANGER);

    for (const written of names) expect(text).toContain(`"${written}":`);
  });

  it.each([
    ['shift-jis', 'application/json;charset=Shift_JIS', 'shift_jis'],
    ['shift-jis-unlabelled', 'application/json', 'shift_jis'],
    ['shift-jis-as-utf-8', 'application/json;charset=UTF-8', 'shift_jis'],
    ['charset-none', 'application/json', 'utf-8'],
    ['charset-null', 'application/json;charset=null', 'utf-8'],
    ['charset-cp932', 'application/json;charset=cp932', 'utf-8'],
  ])('%s sets the bytes and the declared charset', async (name, contentType, encoding) => {
    choose(name);

    const response = await fetch(`${bench.simulator.url}${TRAFFIC}`, {
      method: 'POST',
      body: new URLSearchParams({ json: JSON.stringify({ ...STRANGER, authKey: bench.freebit.authKey }) }),
    });

    expect(response.headers.get('content-type')).toBe(contentType);
    expect(new TextDecoder(encoding, { fatal: true }).decode(await response.arrayBuffer())).toContain(
      'エラー',
    );
  });

  it('can be switched on and off over HTTP', async () => {
    const url = `${bench.simulator.controlUrl}/variants`;
    const put = (names: string[]) => fetch(url, { method: 'PUT', body: JSON.stringify({ names }) });
    const listed = (await (await fetch(url)).json()) as unknown[];

    const chosen = await (await put(['json-only', 'snake-names'])).json();
    const left = await (await put([])).json();
    const unknown = await put(['no-such']);

    expect(listed).toHaveLength(VARIANTS.length);
    expect(chosen).toMatchObject({ fieldNames: 'snake', calls: { 'PA05-01': { encoding: 'json' } } });
    expect(left).toMatchObject({ fieldNames: 'papers', calls: {} });
    expect(unknown.status).toBe(400);
  });

  it('from the start of a simulator is active again after a reset', async () => {
    const simulator = await startSimulator({ quirks: firstQuirks(['json-only', 'rejections-400']) });
    simulator.quirks.set({ refusalHttpStatus: 200 });
    simulator.reset();

    const reply = await new FreebitCaller(simulator.url).login('stranger', 'x', 'json');
    await simulator.close();

    expect(reply.httpStatus).toBe(400);
  });

  it('that is unknown is refused with the names of the known ones', () => {
    expect(() => firstQuirks(['json'])).toThrow(/^there is no variant json; known are form-only, /);
  });
});
