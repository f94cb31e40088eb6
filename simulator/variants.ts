import type { CallShape, QuirkSettings } from './quirks';

/** A named set of quirks: a way in which the real service may differ from the papers. */
export interface Variant {
  readonly name: string;
  readonly note: string;
  readonly quirks: Partial<QuirkSettings>;
}

const PAPERS = ['PA01-01', 'PA03-02', 'PA04-04', 'PA05-01', 'PA05-21'];
const everyCall = (shape: CallShape): Partial<QuirkSettings> => ({
  calls: Object.fromEntries(PAPERS.map((document) => [document, shape])),
});

export const VARIANTS: readonly Variant[] = [
  { name: 'form-only', note: 'every call takes form fields only', quirks: everyCall({ encoding: 'form' }) },
  {
    name: 'multipart-only',
    note: 'every call takes multipart/form-data only',
    quirks: everyCall({ encoding: 'multipart' }),
  },
  { name: 'json-only', note: 'every call takes a JSON body only', quirks: everyCall({ encoding: 'json' }) },
  {
    name: 'mixed-encodings',
    note: 'PA05-01 takes JSON, PA03-02 multipart, the other calls form fields',
    quirks: {
      calls: {
        ...everyCall({ encoding: 'form' }).calls,
        'PA05-01': { encoding: 'json' },
        'PA03-02': { encoding: 'multipart' },
      },
    },
  },
  {
    name: 'detail-elsewhere',
    note: 'PA03-02 is at /master/getDetail/',
    quirks: { calls: { 'PA03-02': { path: '/master/getDetail/' } } },
  },
  { name: 'rejections-400', note: 'HTTP 400 for every rejection', quirks: { refusalHttpStatus: 400 } },
  { name: 'rejections-500', note: 'HTTP 500 for every rejection', quirks: { refusalHttpStatus: 500 } },
  {
    name: 'rejections-by-class',
    note: 'HTTP status of a rejection equals its statusCode',
    quirks: { refusalHttpStatus: 'statusCode' },
  },
  {
    name: 'detail-in-status',
    note: 'rejections carry the class in resultCode and the detail code in status.statusCode',
    quirks: { detailInStatusCode: true },
  },
  { name: 'lowercase-names', note: 'names of fields in lower case', quirks: { fieldNames: 'lower' } },
  { name: 'uppercase-names', note: 'names of fields in upper case', quirks: { fieldNames: 'upper' } },
  { name: 'capitalized-names', note: 'names such as ResultCode', quirks: { fieldNames: 'capitalized' } },
  { name: 'snake-names', note: 'names such as result_code', quirks: { fieldNames: 'snake' } },
  {
    name: 'shift-jis',
    note: 'texts in Shift_JIS, with that charset',
    quirks: { textEncoding: 'shift_jis', charset: 'Shift_JIS' },
  },
  {
    name: 'shift-jis-unlabelled',
    note: 'texts in Shift_JIS, without a charset',
    quirks: { textEncoding: 'shift_jis', charset: null },
  },
  {
    name: 'shift-jis-as-utf-8',
    note: 'texts in Shift_JIS, while the charset says UTF-8',
    quirks: { textEncoding: 'shift_jis', charset: 'UTF-8' },
  },
  { name: 'charset-none', note: 'UTF-8 without a charset', quirks: { charset: null } },
  { name: 'charset-null', note: 'UTF-8 labelled charset=null', quirks: { charset: 'null' } },
  { name: 'charset-cp932', note: 'UTF-8 labelled charset=cp932', quirks: { charset: 'cp932' } },
];

/**
 * The combined quirks of some variants; of two values for the same quirk the later one counts. Throws for an unknown
 * name.
 */
export function quirksOf(names: readonly string[]): Partial<QuirkSettings> {
  const chosen = names.map((name) => {
    const variant = VARIANTS.find((candidate) => candidate.name === name);
    if (variant === undefined) {
      throw new Error(
        `there is no variant ${name}; known are ${VARIANTS.map((known) => known.name).join(', ')}`,
      );
    }
    return variant.quirks;
  });
  const calls: Record<string, CallShape> = {};
  for (const [document, shape] of chosen.flatMap((quirks) => Object.entries(quirks.calls ?? {}))) {
    calls[document] = { ...calls[document], ...shape };
  }
  return Object.assign({}, ...chosen, { calls }) as Partial<QuirkSettings>;
}
