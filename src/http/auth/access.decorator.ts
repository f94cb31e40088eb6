import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { Scope as ScopeName } from '../../config/scopes';

export type Scope = ScopeName;

/** Who may use a route: everybody, every known caller, or the callers that have a scope. */
export type Access = 'public' | 'any_caller' | Scope;

export const ACCESS = 'access';

/** The route, or every route of the controller, is for callers that have this scope. */
export function Scope(scope: Scope): ClassDecorator & MethodDecorator {
  return applyDecorators(SetMetadata<string, Access>(ACCESS, scope), ...documented([scope]));
}

/** The route, or every route of the controller, is for every known caller; what it shows depends on whose it is. */
export function AnyCaller(): ClassDecorator & MethodDecorator {
  return applyDecorators(SetMetadata<string, Access>(ACCESS, 'any_caller'), ...documented([]));
}

/** The route, or every route of the controller, is for everybody. */
export function Public(): ClassDecorator & MethodDecorator {
  return SetMetadata<string, Access>(ACCESS, 'public');
}

/** Either credential will do. */
function documented(scopes: Scope[]): (ClassDecorator & MethodDecorator)[] {
  return ['apiKey', 'bearer'].map((scheme) => ApiSecurity(scheme, scopes));
}
