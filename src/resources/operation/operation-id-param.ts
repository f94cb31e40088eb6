import { Param, type PipeTransform } from '@nestjs/common';
import { ProblemError } from '../../http/problems/problem-error';

const operationIdPipe: PipeTransform<string, string> = {
  transform(text) {
    if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) return text;
    const message = 'Write the operationId as the gateway gave it: a UUID in lower case.';
    throw new ProblemError('VALIDATION_FAILED', {
      errors: [{ parameter: 'operationId', code: 'invalid_operation_id', message }],
    });
  },
};

/** The `{operationId}` of the path. */
export function OperationIdParam(): ParameterDecorator {
  return Param('operationId', operationIdPipe);
}
