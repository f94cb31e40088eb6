import type { ServerResponse } from 'node:http';
import type { Call, Outcome } from '../calls/call';
import type { FieldShape, QuirkSettings } from '../quirks';
import { resultCode, SUCCESS } from './result-codes';
import { recased, shaped } from './shaped';
import { toShiftJis } from './shift-jis';
import { type WireObject, type WireValue, writeJson } from './wire-json';

/** An answer ready to be sent. */
export interface Answer {
  readonly httpStatus: number;
  readonly text: string;
  /** Default UTF-8. */
  readonly textEncoding?: QuirkSettings['textEncoding'];
  /** What the Content-Type says, default UTF-8. */
  readonly charset?: string | null;
}

type Codes = Readonly<{ resultCode: number; statusCode: number }>;

const codesOf = (call: Call, code: number, quirks: Readonly<QuirkSettings>): Codes => {
  const { statusCode } = resultCode(code);
  if (code === SUCCESS) {
    const special = quirks.planChangeStatus100 ? call.successStatusCode : undefined;
    return { resultCode: code, statusCode: special ?? statusCode };
  }
  const swapped =
    quirks.detailInStatusCode || (quirks.planChangeDetailInStatusCode && call.document === 'PA05-21');
  return swapped ? { resultCode: statusCode, statusCode: code } : { resultCode: code, statusCode };
};

const isInside = (call: Call, code: number, quirks: Readonly<QuirkSettings>): boolean =>
  quirks.refusalsInside && call.document === 'PA03-02' && (code === 210 || code === 211);

const inside = (code: number): Outcome => ({
  code: SUCCESS,
  fields: { responseDatas: { resultCode: String(code) } },
});

/** Writes an outcome in the format of the call's paper. */
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
  const own = quirks.calls[call.document];
  const written =
    own?.fields === undefined || outcome.asInPapers ? body : shaped(body, fieldsOf(own.fields, outcome));
  return {
    httpStatus:
      outcome.code === SUCCESS ? 200 : (own?.httpStatusOfRejection ?? refusalStatus(statusCode, quirks)),
    text: writeJson(recased(written, quirks.fieldNames)),
    ...{ textEncoding: quirks.textEncoding, charset: quirks.charset },
  };
}

/** A rejection has the codes, and no field of a success. */
function fieldsOf(fields: Readonly<Record<string, FieldShape>>, { code }: Outcome): typeof fields {
  if (code === SUCCESS) return fields;
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => /^(result_?code|status)\b/i.test(name)),
  );
}

const refusalStatus = (statusCode: number, { refusalHttpStatus }: Readonly<QuirkSettings>): number =>
  refusalHttpStatus === 'statusCode' ? statusCode : refusalHttpStatus;

export function sendAnswer(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return;
  const { httpStatus, text, textEncoding = 'utf-8', charset = 'UTF-8' } = answer;
  const body = textEncoding === 'shift_jis' ? toShiftJis(text) : Buffer.from(text, 'utf8');
  response.writeHead(httpStatus, {
    'Content-Type': `application/json${charset === null ? '' : `;charset=${charset}`}`,
    'Content-Length': body.length,
  });
  response.end(body);
}
