import { SetMetadata } from '@nestjs/common';

/** What a caller may be allowed to do. */
export type Scope = 'sims:read' | 'quota:write' | 'plan:write' | 'operations:resolve';

/** Who may use a route: everybody, every known caller, or the callers that have a scope. */
export type Access = 'public' | 'any_caller' | Scope;

export const ACCESS = 'access';

/** The route, or every route of the controller, is for callers that have this scope. */
export function Scope(scope: Scope): ClassDecorator & MethodDecorator {
  return SetMetadata<string, Access>(ACCESS, scope);
}

/** The route, or every route of the controller, is for every known caller; what it shows depends on whose it is. */
export function AnyCaller(): ClassDecorator & MethodDecorator {
  return SetMetadata<string, Access>(ACCESS, 'any_caller');
}

/** The route, or every route of the controller, is for everybody. */
export function Public(): ClassDecorator & MethodDecorator {
  return SetMetadata<string, Access>(ACCESS, 'public');
}
