import { Param, type PipeTransform } from '@nestjs/common';
import { ProblemError } from '../../http/problems/problem-error';

const accountPipe: PipeTransform<string, string> = {
  transform(text) {
    if (/^[\x20-\x7e]{1,256}$/.test(text)) return text;
    const message = 'Write 1 to 256 printable ASCII characters, percent-encoded where a path needs it.';
    throw new ProblemError('VALIDATION_FAILED', {
      errors: [{ parameter: 'account', code: 'invalid_account', message }],
    });
  },
};

/** The `{account}` of the path. */
export function MasterAccountParam(): ParameterDecorator {
  return Param('account', accountPipe);
}
