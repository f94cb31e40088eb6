import fc from 'fast-check';
import { lineOfPath, lineOfRecord, mayUse } from './permitted-lines';

const number = fc.oneof(fc.stringMatching(/^0\d{10}$/), fc.stringMatching(/^0200\d{10}$/));
const spelled = (msisdn: string) => [msisdn, `+81${msisdn.slice(1)}`];

describe('the lines of a caller', () => {
  it('are all of them without a list', () => {
    expect(mayUse({}, lineOfPath({ msisdn: '09012345678' }))).toBe(true);
    expect(mayUse({}, undefined)).toBe(true);
  });

  it('are none where a path names no line', () => {
    expect(mayUse({ lines: ['0*', 'A*'] }, lineOfPath({ operationId: '0901' }))).toBe(false);
    expect(mayUse({ lines: ['0*'] }, lineOfPath(undefined))).toBe(false);
  });

  it('are the same in every spelling of a number', () => {
    fc.assert(
      fc.property(number, fc.nat({ max: 14 }), (msisdn, length) => {
        const lines = [`${msisdn.slice(0, 1 + length).slice(0, 14)}*`];
        const answers = spelled(msisdn).map((text) => mayUse({ lines }, lineOfPath({ msisdn: text })));

        expect(answers).toEqual([true, true]);
        expect(mayUse({ lines }, lineOfRecord(msisdn))).toBe(true);
      }),
    );
  });

  it('are no others than those that begin so', () => {
    fc.assert(
      fc.property(number, number, (own, asked) => {
        const lines = [own];
        for (const text of spelled(asked)) {
          expect(mayUse({ lines }, lineOfPath({ msisdn: text }))).toBe(own === asked);
        }
      }),
    );
  });

  it.each([
    [['AAA0_*'], { groupCode: 'AAA0_00000000001' }, true],
    [['AAA0_*'], { groupCode: 'AAA1_00000000001' }, false],
    [['AAA0_1'], { groupCode: 'AAA0_12' }, false],
    [['test@a.jp'], { account: 'test@a.jp' }, true],
    [['test@a.jp'], { account: 'test@a.jpx' }, false],
    [['test*'], { account: 'other@a.jp' }, false],
    [['0901*'], { account: '09012345678' }, false],
    [['0901*'], { groupCode: '0901_1' }, false],
    [['0901_*'], { groupCode: '0901_1' }, true],
    [['0901*'], { msisdn: '0901' }, true],
    [['0901*'], { msisdn: '+8109012345678' }, false],
    [['0901*'], { msisdn: '%2B819012345678' }, false],
  ])('%j and the path with %j: %s', (lines, params, expected) => {
    expect(mayUse({ lines }, lineOfPath(params))).toBe(expected);
  });
});
