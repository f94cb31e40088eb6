import { BadGatewayException, ForbiddenException, NotFoundException } from '@nestjs/common';
import { errorCodes } from 'fastify';
import { ProblemError } from './problem-error';
import { toProblemError } from './to-problem-error';

it.each([
  [new ProblemError('SIM_NOT_FOUND'), 'SIM_NOT_FOUND'],
  [new ForbiddenException('secret'), 'ROUTE_NOT_FOUND'],
  [new NotFoundException(), 'ROUTE_NOT_FOUND'],
  [new BadGatewayException(), 'INTERNAL_ERROR'],
  [new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE(), 'PAYLOAD_TOO_LARGE'],
  [new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(), 'UNSUPPORTED_MEDIA_TYPE'],
  [Object.assign(new Error('an upstream error'), { statusCode: 404 }), 'INTERNAL_ERROR'],
  ['a string', 'INTERNAL_ERROR'],
  [undefined, 'INTERNAL_ERROR'],
])('%s is answered as %s', (thrown, code) => {
  expect(toProblemError(thrown).code).toBe(code);
});
