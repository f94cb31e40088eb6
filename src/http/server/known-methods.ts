import findMyWay from 'find-my-way';
import type { HTTPMethod } from 'find-my-way';
import { METHODS } from 'node:http';
import type { Refused } from '../problems/problem-error';

/** Remembers every route, to distinguish a wrong method (405) from a wrong path (404). */
export class KnownMethods {
  private readonly router = findMyWay({ caseSensitive: true, maxParamLength: Number.MAX_SAFE_INTEGER });
  private readonly methods = new Set<HTTPMethod>();

  add(method: string, pattern: string): void {
    // Only health supports HEAD, even where a plugin registers it.
    if (
      !isMethod(method) ||
      (method === 'HEAD' && !pattern.startsWith('/health/')) ||
      this.router.hasRoute(method, pattern)
    )
      return;
    this.methods.add(method);
    this.router.on(method, pattern, () => undefined);
  }

  has(method: HTTPMethod, url: string): boolean {
    return this.router.find(method, url) !== null;
  }

  /** The problem of a request that matches no route. */
  problemOf(url: string): Refused {
    const allow = [...this.methods].filter((method) => this.has(method, url)).sort();
    return allow.length === 0
      ? { code: 'ROUTE_NOT_FOUND', facts: {} }
      : { code: 'METHOD_NOT_ALLOWED', facts: { allow } };
  }
}

function isMethod(method: string): method is HTTPMethod {
  return METHODS.includes(method);
}
