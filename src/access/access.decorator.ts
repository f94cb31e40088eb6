import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { Scope as ScopeName } from '../config/scopes';
import { ACCESS, type Access } from '../http/docs/endpoint-access';

export { ACCESS, type Access };

export type Scope = ScopeName;

export const ADMISSION = 'admission';

/** The route, or every route of the controller, requires this scope. */
export function Scope(scope: Scope): ClassDecorator & MethodDecorator {
  return applyDecorators(SetMetadata<string, Access>(ACCESS, scope), ...documented([scope]));
}

/** The route, or every route of the controller, is open to every known caller. What it shows depends on the caller. */
export function AnyCaller(): ClassDecorator & MethodDecorator {
  return applyDecorators(SetMetadata<string, Access>(ACCESS, 'any_caller'), ...documented([]));
}

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

/** Either credential will do. */
function documented(scopes: Scope[]): (ClassDecorator & MethodDecorator)[] {
  return ['apiKey', 'bearer'].map((scheme) => ApiSecurity(scheme, scopes));
}
