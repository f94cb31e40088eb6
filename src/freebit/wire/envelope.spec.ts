import fc from 'fast-check';
import { readAnswerBody } from './answer-body';
import { readEnvelope as readEnvelopeOf, SUCCESS } from './envelope';
import { UnreadableAnswer } from './unreadable-answer';

const PLAIN = { contentType: 'application/json', contentEncoding: '' };

function readEnvelope(text: string, httpStatus: number, effect: 'read' | 'write') {
  return readEnvelopeOf(readAnswerBody(Buffer.from(text), PLAIN, 10_000_000), httpStatus, effect);
}

const answer = (resultCode: unknown, statusCode?: unknown, rest: object = {}) =>
  JSON.stringify({
    resultCode,
    ...(statusCode !== undefined && { status: { message: 'any', statusCode } }),
    ...rest,
  });
const codes = (text: string, httpStatus = 200) => {
  const { detailCode, statusCode } = readEnvelope(text, httpStatus, 'read');
  return { detailCode, statusCode };
};

describe('a success', () => {
  it.each([
    ['texts, PA05-01 and PA04-04', answer('100', '200'), '200'],
    ['numbers, PA03-02', answer(100, 200), '200'],
    ['one of each', answer(100, '200'), '200'],
    ['100 twice, PA05-21', answer(100, 100), '100'],
    ['no status', answer('100'), null],
    ['an empty status', answer('100', undefined, { status: {} }), null],
    ['a status without its code', answer('100', undefined, { status: { message: 'OK' } }), null],
    ['an empty status code', answer('100', ''), null],
    ['a status code of null', answer('100', null), null],
    ['another code under a name in other casing', '{"resultCode":"100","RESULTCODE":"205"}', null],
  ])('may have %s', (_, text, statusCode) => {
    expect(codes(text)).toEqual({ detailCode: SUCCESS, statusCode });
  });

  it.each([
    ['an HTTP error', answer('100', '200'), 500],
    ['the first status that is no success', answer('100', '200'), 300],
    ['a redirect', answer('100', '200'), 302],
    ['an informational status', answer('100', '200'), 101],
    ['a status of failure', answer('100', '500'), 200],
    ['a status of a rejection', answer('100', '205'), 200],
    ['code and status swapped', answer('500', '100'), 200],
    ['a rejection as code, and success in the status', answer('210', '100'), 200],
    ['200 as code', answer('200', '100'), 200],
    ['a class of failure beside the status of success', answer('500', '200'), 200],
    ['the same as numbers', answer(400, 200), 200],
    ['a rejection beside the status of success', answer('210', '200'), 200],
    ['200 twice', answer(200, 200), 200],
  ])('contradicts itself with %s, and is then unreadable', (_, text, httpStatus) => {
    expect(() => readEnvelope(text, httpStatus, 'read')).toThrow(UnreadableAnswer);
  });

  it('is never 200, the rejection of a wrong kind', () => {
    expect(codes(answer('200', '400'))).toEqual({ detailCode: '200', statusCode: '400' });
    expect(codes(answer(200)).detailCode).not.toBe(SUCCESS);
  });
});

describe('a rejection', () => {
  it.each([
    ['the detail code first', answer('210', '500'), '210', '500'],
    ['numbers', answer(210, 500), '210', '500'],
    ['the detail code second, PA05-21', answer(500, 211), '211', '500'],
    ['the same as texts', answer('400', '220'), '220', '400'],
    ['403 first', answer('403', '205'), '205', '403'],
    ['404 first', answer('404', '210'), '210', '404'],
    ['a status class alone', answer('500'), '500', null],
    ['a code that no paper lists', answer('999', '500'), '999', '500'],
    ['no status', answer('205'), '205', null],
    ['names in other casing', '{"RESULTCODE":210,"Status":{"StatusCode":"500"}}', '210', '500'],
    ['a status that is no object', '{"resultCode":210,"status":"NG"}', '210', null],
  ])('may have %s', (_, text, detailCode, statusCode) => {
    expect(codes(text)).toEqual({ detailCode, statusCode });
  });

  it.each([200, 302, 400, 404, 500, 503])('is recognised at HTTP status %d', (httpStatus) => {
    expect(codes(answer('210', '500'), httpStatus).detailCode).toBe('210');
  });

  it.each([
    ['second in a list', [{ resultCode: '100' }, { resultCode: 210 }]],
    ['as the only object', { resultCode: '210' }],
    ['first of two', [{ resultCode: 210 }, { resultCode: 211 }]],
  ])('may be inside the data, %s, with any status outside', (_, responseDatas) => {
    for (const outer of ['200', '100', undefined])
      expect(codes(answer('100', outer, { responseDatas }))).toEqual({ detailCode: '210', statusCode: null });
  });

  it.each([
    ['success', [{ resultCode: 100 }]],
    ['no code', [{ account: '1' }]],
    ['nothing', null],
    ['values that are not objects', ['x', null, []]],
  ])('is not found in %s inside', (_, responseDatas) => {
    expect(codes(answer('100', '200', { responseDatas })).detailCode).toBe(SUCCESS);
  });

  it.each([205, 210, 230])(
    'of %d inside the success of a write makes the answer unreadable',
    (resultCode) => {
      const text = answer('100', '200', { responseDatas: [{ resultCode }] });

      expect(() => readEnvelope(text, 200, 'write')).toThrow(UnreadableAnswer);
    },
  );

  it('inside counts only within a real success', () => {
    const text = answer('100', '500', { responseDatas: [{ resultCode: 210 }] });

    for (const httpStatus of [200, 500]) expect(() => codes(text, httpStatus)).toThrow(UnreadableAnswer);
  });

  it('outside takes precedence over one inside', () => {
    expect(codes(answer('205', '403', { responseDatas: [{ resultCode: 210 }] })).detailCode).toBe('205');
  });
});

describe('an unreadable answer', () => {
  it.each([
    ['an empty text', ''],
    ['HTML', '<html></html>'],
    ['null', 'null'],
    ['a list', '[{"resultCode":"100"}]'],
    ['a text', '"100"'],
    ['a number', '100'],
    ['no code', '{}'],
    ['an empty code', answer('')],
    ['a code of null', answer(null)],
    ['a code that is a boolean', answer(true)],
    ['a code that is an object', answer({ code: '100' })],
    ['a code that is a list', answer(['100'])],
    ['a code with space', answer(' 100')],
    ['a code with decimals', '{"resultCode":100.0}'],
    ['a code with an exponent', '{"resultCode":1e2}'],
    ['a negative code', answer(-100)],
    ['an endless code', answer('1000000')],
    ['an invalid status code', answer('100', 'OK')],
    ['an invalid inner code', answer('100', '200', { responseDatas: [{ resultCode: 'x' }] })],
    ['half an answer', answer('100', '200').slice(0, -3)],
    ['two answers', answer('100') + answer('100')],
    ['two different codes', '{"resultCode":"205","resultCode":"100"}'],
    ['a code in two casings', '{"ResultCode":"100","RESULTCODE":"100"}'],
    ['only an inherited code', '{"__proto__":{"resultCode":"100"}}'],
    ['too deep nesting', '['.repeat(100_000)],
    [
      'too deep nesting in a member',
      `{"resultCode":"100","x":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
    ],
  ])('results from %s', (_, text) => {
    expect(() => readEnvelope(text, 200, 'read')).toThrow(UnreadableAnswer);
  });

  it('is the only error that any text can cause', () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('100', 100, '200', 200, '205', '500', ''));
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.tuple(value, value, value).map(([a, b, c]) => answer(a, b, { responseDatas: [{ resultCode: c }] })),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 200, max: 599 }), (body, httpStatus) => {
        try {
          const { detailCode } = readEnvelope(body, httpStatus, 'read');
          expect(detailCode === SUCCESS && httpStatus >= 300).toBe(false);
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableAnswer);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    [answer('secret-value'), 200, 'resultCode is not a code'],
    ['{"ResultCode":"100","RESULTCODE":"100"}', 200, 'resultCode comes in several casings'],
    [answer(null), 200, 'the answer has no resultCode'],
    [answer('210', '200'), 200, 'the result code is a rejection, but the status next to it says success'],
    [answer('100', '200'), 500, 'the result code says success, but the status next to it does not'],
    [
      answer('100', '200', { responseDatas: [{ resultCode: 205 }] }),
      200,
      'the answer says success, but an account in it is rejected',
    ],
  ])('says what is wrong with %s at HTTP status %i, and repeats no value', (text, httpStatus, message) => {
    expect(() => readEnvelope(text, httpStatus, 'write')).toThrow(new UnreadableAnswer(message));
  });
});
