import type { Scope } from '../../config/scopes';

/** Who may use a route: anyone, every known caller, or the callers that have a scope. */
export type Access = 'public' | 'any_caller' | Scope;

/** The metadata under which a route, or a whole controller, declares who may use it. */
export const ACCESS = 'access';
