import fc from 'fast-check';
import { mayUse } from './access-control';
import { lineOfPath } from './request-line';

const number = fc.oneof(fc.stringMatching(/^0\d{10}$/), fc.stringMatching(/^0200\d{10}$/));
const spelled = (msisdn: string) => [msisdn, `+81${msisdn.slice(1)}`];
const lineOf = (params: object) => lineOfPath(params).line!;

describe('the line of a path', () => {
  it('is the same in every spelling of a number', () => {
    fc.assert(
      fc.property(number, (msisdn) => {
        for (const text of spelled(msisdn))
          expect(lineOf({ msisdn: text })).toEqual({ type: 'sim', id: msisdn });
      }),
    );
  });

  it.each([
    [{ groupCode: 'AAA0_00000000001' }, { type: 'share_group', id: 'AAA0_00000000001' }],
    [{ account: 'testMaster@test.ne.jp' }, { type: 'master_account', id: 'testMaster@test.ne.jp' }],
    [{ operationId: '09012345678' }, null],
    [{}, null],
    [undefined, null],
  ])('of %j is %j', (params, line) => {
    expect(lineOfPath(params)).toEqual({ line });
  });

  it.each([
    [{ msisdn: 'AAA0_1' }, 'invalid_msisdn', /share group code.*\/share-groups\/\{groupCode\}/],
    [{ msisdn: '0901' }, 'invalid_msisdn', /11 digits/],
    [{ msisdn: '+8109012345678' }, 'invalid_msisdn', /11 digits/],
    [{ groupCode: '09012345678' }, 'invalid_group_code', /phone number.*\/sims\/\{msisdn\}/],
    [{ groupCode: 'AAA0' }, 'invalid_group_code', /underscore/],
    [{ account: '\u00e9' }, 'invalid_account', /printable ASCII/],
    [{ account: 'a'.repeat(257) }, 'invalid_account', /256/],
  ])('of %j does not exist, and a hint says why', (params, code, hint) => {
    const { line, fault } = lineOfPath(params);

    expect(line).toBeNull();
    expect(fault).toMatchObject({
      parameter: Object.keys(params)[0],
      code,
      message: expect.stringMatching(hint),
    });
  });
});

describe('the lines of a caller', () => {
  it('are all lines if it has no list', () => {
    expect(mayUse({}, lineOf({ msisdn: '09012345678' }))).toBe(true);
  });

  it('are the same in every spelling of a number', () => {
    fc.assert(
      fc.property(number, fc.nat({ max: 14 }), (msisdn, length) => {
        const lines = [`${msisdn.slice(0, 1 + length).slice(0, 14)}*`];

        expect(spelled(msisdn).map((text) => mayUse({ lines }, lineOf({ msisdn: text })))).toEqual([
          true,
          true,
        ]);
      }),
    );
  });

  it('are only the listed numbers if these have no star', () => {
    fc.assert(
      fc.property(number, number, (own, asked) => {
        for (const text of spelled(asked))
          expect(mayUse({ lines: [own] }, lineOf({ msisdn: text }))).toBe(own === asked);
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
  ])('%j include the line of the path %j: %s', (lines, params, expected) => {
    expect(mayUse({ lines }, lineOf(params))).toBe(expected);
  });
});
