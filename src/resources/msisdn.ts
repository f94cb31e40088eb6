import { Param, type PipeTransform } from '@nestjs/common';
import { ProblemError } from '../http/problems/problem-error';
import { isGroupCode } from './group-code';

declare const canonical: unique symbol;
/** A Japanese phone number in its national form: `09012345678`, or 14 digits for a machine (`0200...`). */
export type Msisdn = string & { readonly [canonical]: 'msisdn' };

const NATIONAL = /^0(?:\d{10}|200\d{10})$/;
const INTERNATIONAL = /^\+81(\d{10}|200\d{10})$/;

/** The canonical form of a number in any accepted spelling, or undefined. */
export function parseMsisdn(text: string): Msisdn | undefined {
  const national = text.replace(INTERNATIONAL, '0$1');
  return isMsisdn(national) ? national : undefined;
}

export function isMsisdn(text: string): text is Msisdn {
  return NATIONAL.test(text);
}

/** The international spelling, E.164. */
export function toPhoneNumber(msisdn: Msisdn): string {
  return `+81${msisdn.slice(1)}`;
}

const msisdnPipe: PipeTransform<string, Msisdn> = {
  transform(text) {
    const msisdn = parseMsisdn(text);
    if (msisdn !== undefined) return msisdn;
    const message = isGroupCode(text)
      ? 'This is a share group code. Share groups are found under /share-groups/{groupCode}.'
      : 'Write 11 digits that start with 0 (09012345678), 14 that start with 0200, or +81 and the number without its 0. No spaces or hyphens.';
    throw new ProblemError('VALIDATION_FAILED', {
      errors: [{ parameter: 'msisdn', code: 'invalid_msisdn', message }],
    });
  },
};

/** The `{msisdn}` of the path, canonical. */
export function MsisdnParam(): ParameterDecorator {
  return Param('msisdn', msisdnPipe);
}
