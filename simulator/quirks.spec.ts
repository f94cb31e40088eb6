import { lossless, textAt } from '../test/contract/freebit-caller';
import { simulatorBench } from '../test/contract/simulator-bench';
import type { QuirkSettings } from './quirks';

const LINE = { requestDatas: [{ kind: 'MVNO', account: '07011112222' }] };
const NUMBER = /^-?\d/;

describe('a quirk', () => {
  const bench = simulatorBench();

  const detail = async (quirks: Partial<QuirkSettings>): Promise<string> => {
    bench.simulator.quirks.set(quirks);
    return (await bench.freebit.call('/mvno/getDetail/', LINE)).text;
  };
  /** The text of a member on the wire, quotes included. */
  const written = (text: string, name: string): string | undefined =>
    new RegExp(`"${name}":("[^"]*"|[^,}]+)`).exec(text)?.[1];

  it.each([
    ['numericAccount', 'account', '7011112222', '"07011112222"'],
    ['numericIccid', 'iccid', '89812000031091951237', '"89812000031091951237"'],
    ['numericIccid', 'imsi', '440107011112222', '"440107011112222"'],
    ['numericDates', 'startDate', '20240401', '"20240401"'],
    ['emptyAsync', 'async', '{', undefined],
  ] as const)('%s decides how %s is written', async (quirk, name, on, off) => {
    const usual = await detail({});
    const switched = await detail({ [quirk]: false });

    expect([written(usual, name), written(switched, name)]).toEqual([on, off]);
  });

  it('mixedCodeTypes decides whether codes are a mix of strings and numbers', async () => {
    const traffic = () => bench.freebit.call('/mvno/getTrafficInfo/', { account: '09012345678' });
    const mixed = [await detail({}), (await traffic()).text];
    const uniform = [await detail({ mixedCodeTypes: false }), (await traffic()).text];

    expect(mixed.map((text) => written(text, 'resultCode'))).toEqual(['100', '"100"']);
    expect(mixed[0]).toContain('"resultCode":"100"}}');
    for (const text of uniform) expect(text).not.toContain('"resultCode":"');
  });

  it('planChangeStatus100 decides whether a plan change succeeds with 100 or 200', async () => {
    const change = async () =>
      textAt(
        (await bench.freebit.call('/mvno/changePlan/', { account: '09012345678', planCode: 'P' })).text,
        'status',
        'statusCode',
      );
    const usual = await change();
    bench.simulator.quirks.set({ planChangeStatus100: false });

    expect([usual, await change()]).toEqual(['100', '200']);
  });

  it('mvnoAsObject decides whether a line is an object or a list with one element', async () => {
    const one = JSON.parse(await detail({}));
    const list = JSON.parse(await detail({ mvnoAsObject: false }));

    expect(list.responseDatas).toEqual([one.responseDatas]);
  });

  it('emptyRecentDaysOfGroups decides whether a group hides its days', async () => {
    const days = async () =>
      textAt(
        (await bench.freebit.call('/mvno/getTrafficInfo/', { account: 'AAA0_00000000001' })).text,
        'traffic',
        'inRecentDays',
      );
    const usual = await days();
    bench.simulator.quirks.set({ emptyRecentDaysOfGroups: false });

    expect([usual, await days()]).toEqual(['', '100,200,300']);
  });

  it('nestedVoiceOptions and lowercaseVoiceOptions decide the place and case of voice options', async () => {
    const nested = await detail({});
    const flat = await detail({ nestedVoiceOptions: false, lowercaseVoiceOptions: true });

    expect(textAt(nested, 'responseDatas', 'talkOption', 'voiceMail')).toBe('10');
    expect(textAt(flat, 'responseDatas', 'voicemail')).toBe('10');
    expect(textAt(flat, 'responseDatas', 'state')).toBe('active');
  });

  it('paperMessages decides between messages of the papers and Japanese ones', async () => {
    const japanese = await detail({});
    const english = await detail({ paperMessages: true });

    expect([textAt(japanese, 'status', 'message'), textAt(english, 'status', 'message')]).toEqual([
      '正常終了',
      'OK',
    ]);
  });

  it('refusalsInside puts a rejection inside an outer success', async () => {
    bench.simulator.lines.remove('07011112222');

    const text = await detail({ refusalsInside: true });

    expect(textAt(text, 'resultCode')).toBe('100');
    expect(textAt(text, 'responseDatas', 'resultCode')).toBe('210');
  });

  it('planChangeDetailInStatusCode swaps the codes of a rejection', async () => {
    bench.simulator.quirks.set({ planChangeDetailInStatusCode: true });

    const { text } = await bench.freebit.call('/mvno/changePlan/', { account: '08011110002', planCode: 'P' });

    expect([textAt(text, 'resultCode'), textAt(text, 'status', 'statusCode')]).toEqual(['500', '330']);
  });

  it('never makes an answer that is not JSON', async () => {
    const everyQuirkOff = Object.fromEntries(
      Object.entries(bench.simulator.quirks.settings).flatMap(([name, value]) =>
        value === true ? [[name, false]] : [],
      ),
    );

    const text = await detail(everyQuirkOff);

    expect(textAt(text, 'resultCode')).toMatch(NUMBER);
    expect(lossless(text)).toMatchObject({ responseDatas: [{ account: '07011112222' }] });
  });
});
