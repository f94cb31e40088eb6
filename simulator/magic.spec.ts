import { textAt } from '../test/contract/freebit-caller';
import { simulatorBench } from '../test/contract/simulator-bench';

const QUOTA = '/master/addSpec/';
const TRAFFIC = '/mvno/getTrafficInfo/';
const addition = (account: string) => ({ kind: 'MVNO', account, quota: '100' });

describe('a magic line', () => {
  const bench = simulatorBench();

  it('09000001001 never answers', async () => {
    const answer = bench.freebit.call(TRAFFIC, { account: '09000001001' }, 'form', AbortSignal.timeout(50));

    await expect(answer).rejects.toThrow('timeout');
  });

  it('09000001002 resets the connection', async () => {
    await expect(bench.freebit.call(TRAFFIC, { account: '09000001002' })).rejects.toMatchObject({
      cause: { code: 'ECONNRESET' },
    });
  });

  it('09000001003 answers HTTP 500 with HTML', async () => {
    const { httpStatus, contentType, text } = await bench.freebit.call(TRAFFIC, { account: '09000001003' });

    expect([httpStatus, contentType]).toEqual([500, 'text/html;charset=utf-8']);
    expect(text).toContain('<h1>');
  });

  it('09000001004 answers half a JSON text without a delimiter', async () => {
    const { httpStatus, text } = await bench.freebit.call(TRAFFIC, { account: '09000001004' });

    expect(httpStatus).toBe(200);
    expect(text).toMatch(/^\{"resultCode"/);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  it('09000001005 answers 200 with an empty body', async () => {
    const { httpStatus, text } = await bench.freebit.call(TRAFFIC, { account: '09000001005' });

    expect([httpStatus, text]).toEqual([200, '']);
  });

  it('09000001006 applies a write without an answer, and can be read as usual', async () => {
    const before = Number(bench.simulator.lines.get('09000001006').quota);

    await expect(bench.freebit.call(QUOTA, addition('09000001006'))).rejects.toThrow();

    expect(bench.simulator.lines.get('09000001006').quota).toBe(String(before + 100));
    expect(bench.simulator.journal.executions('09000001006')).toBe(1);
    expect(await bench.freebit.code(TRAFFIC, { account: '09000001006' })).toBe('100');
  });

  it('09000001007 refuses the first key and is normal from then on, until a reset', async () => {
    const codes = [
      await bench.freebit.code(QUOTA, addition('09000001007')),
      await bench.freebit.code(QUOTA, addition('09000001007')),
    ];
    await bench.freebit.login();
    codes.push(await bench.freebit.code(TRAFFIC, { account: '09000001007' }));

    expect(codes).toEqual(['205', '100', '100']);
    expect(bench.simulator.journal.executions('09000001007')).toBe(1);
  });

  it('09000001008 refuses with a code that no paper knows', async () => {
    const { text } = await bench.freebit.call(QUOTA, addition('09000001008'));

    expect([textAt(text, 'resultCode'), textAt(text, 'status', 'statusCode')]).toEqual(['999', '500']);
  });

  it('behaves like any line for a caller whose key is refused', async () => {
    bench.simulator.auth.expireAll();

    expect(await bench.freebit.code(TRAFFIC, { account: '09000001001' })).toBe('205');
  });
});
