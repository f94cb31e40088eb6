import { SetMetadata } from '@nestjs/common';

/** What a caller may be allowed to do. */
export type Scope = 'sims:read' | 'quota:write' | 'plan:write' | 'operations:resolve';

/** Who may use a route: everybody, or the callers that have a scope. */
export type Access = 'public' | Scope;

export const ACCESS = 'access';

/** The route, or every route of the controller, is for callers that have this scope. */
export function Scope(scope: Scope): ClassDecorator & MethodDecorator {
  return SetMetadata<string, Access>(ACCESS, scope);
}

/** The route, or every route of the controller, is for everybody. */
export function Public(): ClassDecorator & MethodDecorator {
  return SetMetadata<string, Access>(ACCESS, 'public');
}
