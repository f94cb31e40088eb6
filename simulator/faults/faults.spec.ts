import { FreebitCaller } from '../../test/contract/freebit-caller';
import { type Simulator, startSimulator } from '../simulator';

const QUOTA = '/master/addSpec/';
const TRAFFIC = '/mvno/getTrafficInfo/';
const SIM = '09012345678';
const ADDITION = { kind: 'MVNO', account: SIM, quota: '100' };

describe('a fault', () => {
  let simulator: Simulator;
  let freebit: FreebitCaller;

  beforeAll(async () => {
    simulator = await startSimulator();
    freebit = new FreebitCaller(simulator.url);
  });
  afterAll(() => simulator.close());
  beforeEach(async () => {
    simulator.reset();
    await freebit.login();
  });

  const read = () => freebit.call(TRAFFIC, { account: SIM });

  it('befalls only its path, and only as often as wished', async () => {
    simulator.faults.html(QUOTA, 2);

    const statuses = [(await read()).httpStatus];
    for (let i = 0; i < 3; i++) statuses.push((await freebit.call(QUOTA, ADDITION)).httpStatus);

    expect(statuses).toEqual([200, 500, 500, 200]);
    expect(simulator.journal.executions(SIM)).toBe(1);
  });

  it('lasts until it is cleared when wished for ever', async () => {
    simulator.faults.code(900, TRAFFIC, Infinity);
    const codes = [
      await freebit.code(TRAFFIC, { account: SIM }),
      await freebit.code(TRAFFIC, { account: SIM }),
    ];
    expect(simulator.faults.pending()).toEqual([{ fault: 'code 900', path: TRAFFIC, times: 'always' }]);
    simulator.faults.clear();

    codes.push(await freebit.code(TRAFFIC, { account: SIM }));

    expect(codes).toEqual(['900', '900', '100']);
  });

  it('comes in the order of the wishes', async () => {
    simulator.faults.code(230);
    simulator.faults.empty();

    const texts = [(await read()).text, (await read()).text];

    expect(texts[0]).toContain('"230"');
    expect(texts[1]).toBe('');
  });

  it.each([
    ['hangUp', 0],
    ['dropAfterApplying', 1],
  ] as const)('%s breaks the line after %d executions', async (name, executions) => {
    simulator.faults[name](QUOTA);

    await expect(freebit.call(QUOTA, ADDITION)).rejects.toThrow();

    expect(simulator.journal.count(QUOTA)).toBe(1);
    expect(simulator.journal.executions(SIM)).toBe(executions);
  });

  it.each([
    ['truncate', 1],
    ['empty', 1],
    ['html', 0],
  ] as const)('%s spoils the answer after %d executions', async (name, executions) => {
    simulator.faults[name](QUOTA);

    const { text } = await freebit.call(QUOTA, ADDITION);

    expect(() => JSON.parse(text)).toThrow();
    expect(simulator.journal.executions(SIM)).toBe(executions);
  });

  it('hang keeps the caller waiting and applies nothing', async () => {
    simulator.faults.hang(QUOTA);

    await expect(freebit.call(QUOTA, ADDITION, 'form', AbortSignal.timeout(40))).rejects.toThrow('timeout');

    expect(simulator.journal.executions(SIM)).toBe(0);
  });

  it('slow applies at once and answers late, even to nobody', async () => {
    simulator.faults.slow(10_000, QUOTA);
    const caller = new AbortController();

    const failed = expect(freebit.call(QUOTA, ADDITION, 'form', caller.signal)).rejects.toThrow('abort');
    while (simulator.journal.executions(SIM) === 0) await new Promise(setImmediate);
    caller.abort();

    await failed;
  });

  it('drip sends the whole answer in single bytes', async () => {
    simulator.faults.drip(0, TRAFFIC);
    simulator.faults.drip(1, TRAFFIC);

    const [together, dripped] = [await read(), await read()];

    expect(JSON.parse(together.text)).toMatchObject({ account: SIM });
    expect(dripped.text).toBe(together.text);
  });

  it('answer and raw say exactly what they are given', async () => {
    simulator.faults.answer({
      httpStatus: 503,
      headers: { 'Retry-After': '7' },
      body: Buffer.from([0xef, 0xbb, 0xbf]),
    });
    simulator.faults.raw({ bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy' });

    expect((await read()).httpStatus).toBe(503);
    await expect(read()).rejects.toThrow();
  });
});
