import type { ServerResponse } from 'node:http';
import type { Call, Outcome } from '../calls/call';
import type { QuirkSettings } from '../quirks';
import { resultCode, SUCCESS } from './result-codes';
import { type WireObject, type WireValue, writeJson } from './wire-json';

/** An answer ready to be sent. */
export interface Answer {
  readonly httpStatus: number;
  readonly text: string;
}

type Codes = Readonly<{ resultCode: number; statusCode: number }>;

const codesOf = (call: Call, code: number, quirks: Readonly<QuirkSettings>): Codes => {
  const { statusCode } = resultCode(code);
  if (code === SUCCESS) {
    const special = quirks.planChangeStatus100 ? call.successStatusCode : undefined;
    return { resultCode: code, statusCode: special ?? statusCode };
  }
  return quirks.planChangeDetailInStatusCode && call.document === 'PA05-21'
    ? { resultCode: statusCode, statusCode: code }
    : { resultCode: code, statusCode };
};

const isInside = (call: Call, code: number, quirks: Readonly<QuirkSettings>): boolean =>
  quirks.refusalsInside && call.document === 'PA03-02' && (code === 210 || code === 211);

const inside = (code: number): Outcome => ({
  code: SUCCESS,
  fields: { responseDatas: { resultCode: String(code) } },
});

/** Writes an outcome in the manner of the call's paper. */
export function toAnswer(call: Call, outcome: Outcome, quirks: Readonly<QuirkSettings>): Answer {
  if (isInside(call, outcome.code, quirks)) return toAnswer(call, inside(outcome.code), quirks);
  const { statusCode, message, paperMessage } = resultCode(outcome.code);
  const codes = codesOf(call, outcome.code, quirks);
  const asText = quirks.mixedCodeTypes && call.codesAre === 'strings';
  const typed = (code: number): WireValue => (asText ? String(code) : code);
  const body: WireObject = {
    resultCode: typed(codes.resultCode),
    status: { message: quirks.paperMessages ? paperMessage : message, statusCode: typed(codes.statusCode) },
    ...outcome.fields,
  };
  const httpStatus = quirks.refusalHttpStatus === 'statusCode' ? statusCode : 200;
  return { httpStatus, text: writeJson(body) };
}

export function sendAnswer(response: ServerResponse, { httpStatus, text }: Answer): void {
  if (response.destroyed) return;
  const body = Buffer.from(text, 'utf8');
  response.writeHead(httpStatus, {
    'Content-Type': 'application/json;charset=UTF-8',
    'Content-Length': body.length,
  });
  response.end(body);
}
