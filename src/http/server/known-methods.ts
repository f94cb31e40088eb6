import findMyWay from 'find-my-way';
import type { HTTPMethod } from 'find-my-way';
import { METHODS } from 'node:http';
import { ProblemError } from '../problems/problem-error';

/** Remembers every route, to tell a wrong method (405) from a wrong path (404). */
export class KnownMethods {
  private readonly router = findMyWay({ caseSensitive: true, maxParamLength: Number.MAX_SAFE_INTEGER });
  private readonly methods = new Set<HTTPMethod>();

  add(method: string, pattern: string): void {
    // HEAD is never served, also where a plugin registers it.
    if (!isMethod(method) || method === 'HEAD' || this.router.hasRoute(method, pattern)) return;
    this.methods.add(method);
    this.router.on(method, pattern, () => undefined);
  }

  /** The problem of a request that no route takes. */
  problemOf(url: string): ProblemError {
    const allow = [...this.methods].filter((method) => this.router.find(method, url)).sort();
    return allow.length === 0
      ? new ProblemError('ROUTE_NOT_FOUND')
      : new ProblemError('METHOD_NOT_ALLOWED', { allow });
  }
}

function isMethod(method: string): method is HTTPMethod {
  return METHODS.includes(method);
}
