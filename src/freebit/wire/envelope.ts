import { UnreadableAnswer } from './unreadable-answer';
import { isWireObject, parseWireJson, type WireObject, type WireValue } from './wire-json';

/** The detail code of success; every other code refuses. */
export const SUCCESS = '100';

/** What every Freebit answer says about itself, whatever the call. */
export interface Envelope {
  /** The code that decides, `100` for success. */
  readonly detailCode: string;
  /** The code beside it, which resembles an HTTP status and decides nothing. */
  readonly statusCode: string | null;
  readonly body: WireObject;
}

/** Values that PA05-21's layout puts into `resultCode` where the other papers put the detail code. */
const STATUS_CLASSES = new Set(['400', '403', '404', '500']);
/** `100` is the status of success in PA05-21, `200` that of all others. */
const STATUS_OF_SUCCESS: ReadonlySet<string | null> = new Set(['100', '200']);

/**
 * Reads the result of a call from the body of an answer at any HTTP status. Accounts inside the answer to a read have
 * codes of their own, as PA03-02 describes.
 * Throws `UnreadableAnswer` when there is no result code, or when the answer contradicts itself.
 */
export function readEnvelope(text: string, httpStatus: number, effect: 'read' | 'write'): Envelope {
  const body = parseObject(text);
  const { detailCode, statusCode } = codesOf(body);
  if (detailCode !== SUCCESS) return { detailCode, statusCode, body };
  refuseContradiction(statusCode, httpStatus);
  const inner = innerRefusal(body);
  if (inner === undefined) return { detailCode, statusCode, body };
  // No paper knows a write that is refused inside its success: whether it was applied, nobody can tell.
  if (effect === 'write') throw new UnreadableAnswer('the answer says success, an account inside it refuses');
  return { detailCode: inner, statusCode: null, body };
}

type Codes = Pick<Envelope, 'detailCode' | 'statusCode'>;

function parseObject(text: string): WireObject {
  const value = parseOrNull(text);
  if (!isWireObject(value)) throw new UnreadableAnswer('the answer is not a JSON object');
  return value;
}

function parseOrNull(text: string): WireValue {
  try {
    return parseWireJson(text);
  } catch {
    return null;
  }
}

function codesOf(body: WireObject): Codes {
  const resultCode = code(body, 'resultCode');
  const status = own(body, 'status');
  const statusCode = isWireObject(status) ? code(status, 'statusCode') : null;
  if (resultCode === null) throw new UnreadableAnswer('the answer has no resultCode');
  if (resultCode !== SUCCESS && STATUS_OF_SUCCESS.has(statusCode))
    throw new UnreadableAnswer('the result code refuses, the status beside it says success');
  return STATUS_CLASSES.has(resultCode) && statusCode !== null
    ? { detailCode: statusCode, statusCode: resultCode }
    : { detailCode: resultCode, statusCode };
}

/** The code of an account inside a successful answer that is refused on its own. */
function innerRefusal(body: WireObject): string | undefined {
  const datas = own(body, 'responseDatas');
  return (Array.isArray(datas) ? datas : [datas])
    .filter(isWireObject)
    .map((item) => code(item, 'resultCode'))
    .filter((detailCode) => detailCode !== null)
    .find((detailCode) => detailCode !== SUCCESS);
}

function refuseContradiction(statusCode: string | null, httpStatus: number): void {
  const successfulHttp = httpStatus >= 200 && httpStatus < 300;
  if (!successfulHttp || !(statusCode === null || STATUS_OF_SUCCESS.has(statusCode)))
    throw new UnreadableAnswer('the result code says success, the status beside it does not');
}

function code(object: WireObject, name: string): string | null {
  const value = own(object, name);
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string' && /^\d{1,6}$/.test(value)) return value;
  throw new UnreadableAnswer(`${name} is not a code`);
}

function own(object: WireObject, name: string): WireValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
