import { callAt } from '../calls/calls';
import { appliedThenDropped } from '../faults/applied-then-dropped';
import { cannedAnswer } from '../faults/canned-answer';
import { drip } from '../faults/drip';
import { empty } from '../faults/empty';
import type { Fault } from '../faults/fault';
import { hang } from '../faults/hang';
import { html } from '../faults/html';
import { rawBytes } from '../faults/raw-bytes';
import { refusal } from '../faults/refusal';
import { reset } from '../faults/reset';
import { slow } from '../faults/slow';
import { truncated } from '../faults/truncated';
import { BadInput } from './bad-input';
import { either, flag, mapOf, object, oneOf, optional, type Reader, text, whole } from './readers';

export const path: Reader<string> = (value, field) => {
  if (callAt(text(value, field)) === undefined) {
    throw new BadInput(field, 'must be the path of a call below /emptool/api, such as /master/addSpec/');
  }
  return text(value, field);
};

const PLAIN = {
  hang,
  reset,
  html,
  truncated,
  empty,
  'applied-then-dropped': appliedThenDropped,
} as const satisfies Readonly<Record<string, Fault>>;

const readPlanned = object({
  fault: oneOf(
    'hang',
    'reset',
    'html',
    'truncated',
    'empty',
    'applied-then-dropped',
    'code',
    'slow',
    'drip',
    'answer',
    'raw',
  ),
  path: optional(path),
  times: optional(either(oneOf('always'), whole(1))),
  code: optional(whole(0, 9999)),
  ms: optional(whole(0, 3_600_000)),
  httpStatus: optional(whole(200, 599)),
  headers: optional(mapOf(text)),
  body: optional(text),
  bodyBase64: optional(text),
  applied: optional(flag),
});

type Planned = ReturnType<typeof readPlanned>;

const needed = (value: number | undefined, field: string): number => {
  if (value === undefined) throw new BadInput(field, 'is needed for this fault');
  return value;
};

const bytesOf = ({ body = '', bodyBase64 }: Planned): string | Uint8Array =>
  bodyBase64 === undefined ? body : Buffer.from(bodyBase64, 'base64');

const toFault = (planned: Planned): Fault => {
  switch (planned.fault) {
    case 'code':
      return refusal(needed(planned.code, 'code'));
    case 'slow':
      return slow(needed(planned.ms, 'ms'));
    case 'drip':
      return drip(needed(planned.ms, 'ms'));
    case 'raw':
      return rawBytes({ bytes: bytesOf(planned), msPerByte: planned.ms, applied: planned.applied });
    case 'answer': {
      const { httpStatus, headers, applied } = planned;
      return cannedAnswer({ httpStatus, headers, applied, body: bytesOf(planned) });
    }
    case 'hang':
    case 'reset':
    case 'html':
    case 'truncated':
    case 'empty':
    case 'applied-then-dropped':
      return PLAIN[planned.fault];
  }
};

/** The fault that a caller of the control API requests for the next requests. */
export function readPlannedFault(body: unknown): { fault: Fault; path: string | null; times: number } {
  const planned = readPlanned(body, 'body');
  const times = planned.times === 'always' ? Infinity : (planned.times ?? 1);
  return { fault: toFault(planned), path: planned.path ?? null, times };
}
