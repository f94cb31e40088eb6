import { Body, type PipeTransform, ValidationPipe } from '@nestjs/common';
import { ProblemError } from '../problems/problem-error';
import { toProblemDetails } from './validation-details';

/** Class-validator checks properties only, so a body that is not an object is refused before it. */
const objectOnly: PipeTransform<unknown, object> = {
  transform(body) {
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
    const code = body === undefined ? 'required' : 'wrong_type';
    const message = body === undefined ? 'A JSON object is required.' : 'The body must be a JSON object.';
    throw new ProblemError('VALIDATION_FAILED', { errors: [{ pointer: '#', code, message }] });
  },
};

const validation = new ValidationPipe({
  whitelist: true,
  forbidNonWhitelisted: true,
  transform: true,
  transformOptions: { enableImplicitConversion: false },
  exceptionFactory: (errors) => new ProblemError('VALIDATION_FAILED', { errors: toProblemDetails(errors) }),
});

/** The steps that a parsed body passes, in this order. */
export const BODY_PIPES = [objectOnly, validation] as const;

/**
 * The JSON body of a request as an instance of its parameter's class. Throws VALIDATION_FAILED with every fault at once
 * if the class does not allow it.
 */
export function JsonBody(): ParameterDecorator {
  return Body(...BODY_PIPES);
}
