/** The permissions that a caller may have. */
export const scopes = ['sims:read', 'quota:write', 'plan:write', 'operations:resolve'] as const;

export type Scope = (typeof scopes)[number];

export function isScope(value: unknown): value is Scope {
  return scopes.some((scope) => scope === value);
}
