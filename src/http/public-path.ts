let base = '';

/**
 * Sets the path prefix under which callers reach this gateway, for an ingress that strips it: `/freebit`, or empty.
 * Called once, before the gateway accepts requests.
 */
export function usePublicBasePath(path: string): void {
  base = path === '/' ? '' : path.replace(/\/$/, '');
}

/** A path of this gateway (`/operations/…`) as callers reach it. For links, `Location` and the `type` of problems. */
export function publicPath(path: string): string {
  return base + path;
}
