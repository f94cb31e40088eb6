import { simulatorBench } from '../../test/contract/simulator-bench';

const QUOTA = '/master/addSpec/';
const TRAFFIC = '/mvno/getTrafficInfo/';
const SIM = '09012345678';
const ADDITION = { kind: 'MVNO', account: SIM, quota: '100' };

describe('a fault', () => {
  const bench = simulatorBench();

  const read = () => bench.freebit.call(TRAFFIC, { account: SIM });

  it('affects only its path, and only as often as planned', async () => {
    bench.simulator.faults.html(QUOTA, 2);

    const statuses = [(await read()).httpStatus];
    for (let i = 0; i < 3; i++) statuses.push((await bench.freebit.call(QUOTA, ADDITION)).httpStatus);

    expect(statuses).toEqual([200, 500, 500, 200]);
    expect(bench.simulator.journal.executions(SIM)).toBe(1);
  });

  it('lasts until it is cleared when planned without a limit', async () => {
    bench.simulator.faults.code(900, TRAFFIC, Infinity);
    const codes = [
      await bench.freebit.code(TRAFFIC, { account: SIM }),
      await bench.freebit.code(TRAFFIC, { account: SIM }),
    ];
    expect(bench.simulator.faults.pending()).toEqual([{ fault: 'code 900', path: TRAFFIC, times: 'always' }]);
    bench.simulator.faults.clear();

    codes.push(await bench.freebit.code(TRAFFIC, { account: SIM }));

    expect(codes).toEqual(['900', '900', '100']);
  });

  it('comes in the planned order', async () => {
    bench.simulator.faults.code(230);
    bench.simulator.faults.empty();

    const texts = [(await read()).text, (await read()).text];

    expect(texts[0]).toContain('"230"');
    expect(texts[1]).toBe('');
  });

  it.each([
    ['hangUp', 0],
    ['dropAfterApplying', 1],
  ] as const)('%s breaks the connection after %d executions', async (name, executions) => {
    bench.simulator.faults[name](QUOTA);

    await expect(bench.freebit.call(QUOTA, ADDITION)).rejects.toThrow();

    expect(bench.simulator.journal.count(QUOTA)).toBe(1);
    expect(bench.simulator.journal.executions(SIM)).toBe(executions);
  });

  it.each([
    ['truncate', 1],
    ['empty', 1],
    ['html', 0],
  ] as const)('%s spoils the answer after %d executions', async (name, executions) => {
    bench.simulator.faults[name](QUOTA);

    const { text } = await bench.freebit.call(QUOTA, ADDITION);

    expect(() => JSON.parse(text)).toThrow();
    expect(bench.simulator.journal.executions(SIM)).toBe(executions);
  });

  it('hang keeps the caller waiting and applies nothing', async () => {
    bench.simulator.faults.hang(QUOTA);

    await expect(bench.freebit.call(QUOTA, ADDITION, 'form', AbortSignal.timeout(40))).rejects.toThrow(
      'timeout',
    );

    expect(bench.simulator.journal.executions(SIM)).toBe(0);
  });

  it('slow applies at once and answers late, even if the caller has left', async () => {
    bench.simulator.faults.slow(10_000, QUOTA);
    const caller = new AbortController();

    const failed = expect(bench.freebit.call(QUOTA, ADDITION, 'form', caller.signal)).rejects.toThrow(
      'abort',
    );
    while (bench.simulator.journal.executions(SIM) === 0) await new Promise(setImmediate);
    caller.abort();

    await failed;
  });

  it('drip sends the whole answer in single bytes', async () => {
    bench.simulator.faults.drip(0, TRAFFIC);
    bench.simulator.faults.drip(1, TRAFFIC);

    const [together, dripped] = [await read(), await read()];

    expect(JSON.parse(together.text)).toMatchObject({ account: SIM });
    expect(dripped.text).toBe(together.text);
  });

  it('answer and raw send exactly what they are given', async () => {
    bench.simulator.faults.answer({
      httpStatus: 503,
      headers: { 'Retry-After': '7' },
      body: Buffer.from([0xef, 0xbb, 0xbf]),
    });
    bench.simulator.faults.raw({
      bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy',
    });

    expect((await read()).httpStatus).toBe(503);
    await expect(read()).rejects.toThrow();
  });
});
