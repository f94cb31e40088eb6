import fc from 'fast-check';
import { parseBodyEncodings } from './body-encodings';

const ENCODINGS = ['form', 'multipart', 'json'] as const;
const PAPERS = {
  auth: 'PA01-01',
  detail: 'PA03-02',
  traffic: 'PA05-01',
  quota: 'PA04-04',
  plan: 'PA05-21',
} as const;

it.each(ENCODINGS)('%s alone sets the encoding of every call', (encoding) => {
  const { otherwise, byPaper } = parseBodyEncodings(encoding);

  expect(otherwise).toBe(encoding);
  expect(byPaper).toEqual(Object.fromEntries(Object.values(PAPERS).map((paper) => [paper, encoding])));
});

it('single calls may have another encoding, in any order', () => {
  const encoding = fc.constantFrom(...ENCODINGS);
  const exceptions = fc.uniqueArray(
    fc.tuple(fc.constantFrom(...(Object.keys(PAPERS) as (keyof typeof PAPERS)[])), encoding),
    { selector: ([call]) => call },
  );
  fc.assert(
    fc.property(encoding, exceptions, (first, named) => {
      const text = [first, ...named.map(([call, its]) => `${call}=${its}`)].join(', ');

      const { byPaper } = parseBodyEncodings(text);

      const differing = new Map<string, string>(named);
      for (const [call, paper] of Object.entries(PAPERS))
        expect(byPaper[paper]).toBe(differing.get(call) ?? first);
    }),
  );
});

it.each([
  '',
  'xml',
  'Form',
  'traffic=json',
  'form,json',
  'form,sim=json',
  'form,traffic=xml',
  'form,traffic=json=json',
  'form,',
  'form,toString=json',
])('%j is refused', (text) => {
  expect(() => parseBodyEncodings(text)).toThrow('must be one of form, multipart, json, alone or before');
});

it('a call that is named twice is refused', () => {
  expect(() => parseBodyEncodings('form,traffic=json,traffic=form')).toThrow('must name each call once');
});
