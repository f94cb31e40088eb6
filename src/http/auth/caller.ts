import { createParamDecorator } from '@nestjs/common';

/** Until callers are known, all are one. */
const EVERYBODY = 'everybody';

/** The name of the authenticated caller of a request. */
export function callerOf(): string {
  return EVERYBODY;
}

/** The name of the authenticated caller. */
export const CallerParam = createParamDecorator(callerOf);
