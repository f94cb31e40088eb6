import { Param, type PipeTransform } from '@nestjs/common';
import { ProblemError } from '../http/problems/problem-error';

declare const canonical: unique symbol;
/** The code of a share group, such as `AAA0_00000000001`. */
export type GroupCode = string & { readonly [canonical]: 'groupCode' };

export function isGroupCode(text: string): text is GroupCode {
  return /^[A-Za-z0-9]{1,16}_[0-9]{1,20}$/.test(text);
}

const groupCodePipe: PipeTransform<string, GroupCode> = {
  transform(text) {
    if (isGroupCode(text)) return text;
    const message = /^\+?\d{9,}$/.test(text)
      ? 'This is a phone number. SIMs are found under /sims/{msisdn}.'
      : 'Write 1 to 16 letters or digits, an underscore, and 1 to 20 digits: AAA0_00000000001.';
    throw new ProblemError('VALIDATION_FAILED', {
      errors: [{ parameter: 'groupCode', code: 'invalid_group_code', message }],
    });
  },
};

/** The `{groupCode}` of the path. */
export function GroupCodeParam(): ParameterDecorator {
  return Param('groupCode', groupCodePipe);
}
