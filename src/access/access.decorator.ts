import { SetMetadata } from '@nestjs/common';
import { ACCESS, type Access } from '../http/docs/endpoint-access';

export const ADMISSION = 'admission';

/** The route, or every route of the controller, is public. */
export function Public(): ClassDecorator & MethodDecorator {
  return SetMetadata<string, Access>(ACCESS, 'public');
}

/**
 * The handler awaits `admitted(request)` itself, before it has any effect, so that the check of the limits runs in
 * parallel with its first look at the store. On every other route the limits are checked before the body is read.
 */
export function AwaitsAdmission(): MethodDecorator {
  return SetMetadata(ADMISSION, 'handler');
}
