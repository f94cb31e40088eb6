/** The encoding of requests to Freebit. */
export type BodyEncoding = (typeof ENCODINGS)[number];

const ENCODINGS = ['form', 'multipart', 'json'] as const;

/** The calls as an operator names them, and their papers. */
export const CALLS = {
  auth: 'PA01-01',
  detail: 'PA03-02',
  traffic: 'PA05-01',
  quota: 'PA04-04',
  plan: 'PA05-21',
} as const;

type Call = keyof typeof CALLS;

export interface BodyEncodings {
  /** The default for calls that are not named. */
  readonly otherwise: BodyEncoding;
  /** For each call, by its paper. */
  readonly byPaper: Readonly<Record<(typeof CALLS)[Call], BodyEncoding>>;
}

export const BODY_ENCODING_ALLOWED = `one of ${ENCODINGS.join(', ')}, alone or before exceptions such as traffic=json (calls: ${Object.keys(CALLS).join(', ')})`;

/** Parses `form`, or `form,traffic=json,auth=multipart`: one encoding for all calls, then those of single calls. */
export function parseBodyEncodings(text: string): BodyEncodings {
  const [first = '', ...exceptions] = text.split(',').map((part) => part.trim());
  if (!isEncoding(first)) fail();
  const named = exceptions.map(parseException);
  if (new Set(named.map(([call]) => call)).size < named.length) throw new Error('must name each call once');
  const encodings = new Map(named);
  const of = (call: Call) => encodings.get(call) ?? first;
  return {
    otherwise: first,
    byPaper: {
      [CALLS.auth]: of('auth'),
      [CALLS.detail]: of('detail'),
      [CALLS.traffic]: of('traffic'),
      [CALLS.quota]: of('quota'),
      [CALLS.plan]: of('plan'),
    },
  };
}

function parseException(text: string): [Call, BodyEncoding] {
  const [call = '', encoding = '', ...rest] = text.split('=');
  return isCall(call) && isEncoding(encoding) && rest.length === 0 ? [call, encoding] : fail();
}

function isCall(text: string): text is Call {
  return Object.hasOwn(CALLS, text);
}

function isEncoding(text: string): text is BodyEncoding {
  return ENCODINGS.some((known) => known === text);
}

function fail(): never {
  throw new Error(`must be ${BODY_ENCODING_ALLOWED}`);
}
