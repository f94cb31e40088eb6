import { UnreadableAnswer } from './unreadable-answer';
import { isWireObject, type WireObject, type WireValue } from './wire-json';

/** The detail code of success; every other code is a rejection. */
export const SUCCESS = '100';

/** The result that Freebit's answer to any call contains. */
export interface Envelope {
  /** The code that decides, `100` for success. */
  readonly detailCode: string;
  /** The second code, which resembles an HTTP status and decides nothing. */
  readonly statusCode: string | null;
  readonly body: WireObject;
}

/** Values in `resultCode` that show the layout of PA05-21, where the detail code is in `statusCode`. */
const STATUS_CLASSES = new Set(['400', '403', '404', '500']);
/** `100` is the status of success in PA05-21, `200` in all others. */
const STATUS_OF_SUCCESS: ReadonlySet<string | null> = new Set(['100', '200']);

/**
 * Reads the result of a call from the body of an answer at any HTTP status. In the answer to a read, accounts have
 * codes of their own, as PA03-02 describes. Throws `UnreadableAnswer` if there is no result code, or if the answer
 * contradicts itself.
 */
export function readEnvelope(body: WireObject, httpStatus: number, effect: 'read' | 'write'): Envelope {
  const { detailCode, statusCode } = codesOf(body);
  if (detailCode !== SUCCESS) return { detailCode, statusCode, body };
  refuseContradiction(statusCode, httpStatus);
  const inner = innerRejection(body);
  if (inner === undefined) return { detailCode, statusCode, body };
  // No paper describes a rejection inside a successful write: whether it was applied is unknown.
  if (effect === 'write')
    throw new UnreadableAnswer('the answer says success, but an account in it is rejected');
  return { detailCode: inner, statusCode: null, body };
}

type Codes = Pick<Envelope, 'detailCode' | 'statusCode'>;

function codesOf(body: WireObject): Codes {
  const resultCode = code(body, 'resultCode');
  const status = own(body, 'status');
  const statusCode = isWireObject(status) ? code(status, 'statusCode') : null;
  if (resultCode === null) throw new UnreadableAnswer('the answer has no resultCode');
  if (resultCode !== SUCCESS && STATUS_OF_SUCCESS.has(statusCode))
    throw new UnreadableAnswer('the result code is a rejection, but the status next to it says success');
  return STATUS_CLASSES.has(resultCode) && statusCode !== null
    ? { detailCode: statusCode, statusCode: resultCode }
    : { detailCode: resultCode, statusCode };
}

/** The code of the first account in a successful answer that is rejected by itself. */
function innerRejection(body: WireObject): string | undefined {
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
    throw new UnreadableAnswer('the result code says success, but the status next to it does not');
}

function code(object: WireObject, name: string): string | null {
  const value = own(object, name);
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string' && /^\d{1,6}$/.test(value)) return value;
  throw new UnreadableAnswer(`${name} is not a code`);
}

/** The member of this name; without it, one that differs only in case. */
function own(object: WireObject, name: string): WireValue | undefined {
  if (Object.hasOwn(object, name)) return object[name];
  const alike = Object.keys(object).filter((key) => key.toLowerCase() === name.toLowerCase());
  if (alike.length > 1) throw new UnreadableAnswer(`${name} comes in several casings`);
  return alike[0] === undefined ? undefined : object[alike[0]];
}
