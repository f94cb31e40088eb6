import { Query, type PipeTransform } from '@nestjs/common';
import { ProblemError } from '../../http/problems/problem-error';

const statePipe: PipeTransform<unknown, 'unknown'> = {
  transform(text) {
    if (text === 'unknown') return text;
    const message = 'Only the writes of unknown outcome are listed: send state=unknown.';
    throw new ProblemError('VALIDATION_FAILED', {
      errors: [{ parameter: 'state', code: text === undefined ? 'required' : 'not_allowed', message }],
    });
  },
};

/** The `state` of the query: the writes of unknown outcome are the only ones that are listed. */
export function OperationStateParam(): ParameterDecorator {
  return Query('state', statePipe);
}
