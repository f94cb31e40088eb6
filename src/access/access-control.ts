import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isDocsPath, rootPath } from '../http/docs/docs-path';
import type { Access } from '../http/docs/endpoint-access';
import type { Refused } from '../http/problems/problem-error';
import { maskLine, type Line } from '../lines/line';
import { covers } from '../lines/line-pattern';
import { LOGGER, type Logger } from '../observability/logger';
import { Metrics } from '../observability/metrics';
import { Authentication, type Authenticated, type AuthFailure } from './authentication';
import type { Caller } from './caller';
import { DeclaredAccess } from './declared-access';
import { lineOfPath, type PathLine } from './request-line';

/** Shown in place of a path parameter that should name a line and does not: it may hold anything. */
const UNKNOWN_LINE = '****';

/** Why a known caller was refused. */
type Denial = 'missing_scope' | 'foreign_line';

/**
 * Admits known callers to the routes and lines that they may use, before the body is read and before anything is looked
 * up. A route that declares nothing, or has no controller, admits no caller.
 */
@Injectable()
export class AccessControl {
  /** Who may read `/docs`. */
  docsReaders: Extract<Access, 'public' | 'any_caller'> = 'any_caller';

  constructor(
    private readonly authentication: Authentication,
    private readonly declared: DeclaredAccess,
    private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    if (authentication.isConfigured) return;
    logger.warn('no caller can get in: set API_CLIENTS (npm run api-key makes an entry) or OIDC_ISSUER');
  }

  /**
   * Authenticates the request, parses its line, and checks whether the caller may use both route and line; sets
   * `caller` and `line` on the request. Null if it may go on. Synchronous unless a token has to be verified.
   */
  check(request: FastifyRequest): Refused | null | Promise<Refused | null> {
    const { url = '' } = request.routeOptions;
    const access = this.accessTo(request.method, url);
    const path = lineOfPath(request.params);
    if (path.line) {
      request.line = path.line;
      request.shownLine = maskLine(path.line);
    } else if (path.fault) request.shownLine = UNKNOWN_LINE;
    if (access === 'public') return null;
    const found = this.authentication.of(request.raw);
    return found instanceof Promise
      ? found.then((late) => this.decide(request, { access, path, found: late }))
      : this.decide(request, { access, path, found });
  }

  private accessTo(method: string, url: string): Access | undefined {
    if (url === rootPath) return 'public';
    return isDocsPath(url) ? this.docsReaders : this.declared.of(method, url)?.access;
  }

  private decide(
    request: FastifyRequest,
    { access, path, found }: { access: Access | undefined; path: PathLine; found: Authenticated },
  ): Refused | null {
    const { credential, result, claimedId } = found;
    if (typeof result === 'string') {
      this.count(credential, result);
      this.logger.info({ requestId: request.id, reason: result, caller: claimedId }, 'authentication failed');
      return this.unauthenticated(found, result);
    }
    request.caller = result;
    request.shownCaller = result.id;
    const denial = hasScope(result, access) ? lineDenial(result, access, path) : 'missing_scope';
    this.count(credential, denial ?? 'admitted');
    if (denial) {
      this.logger.info({ requestId: request.id, reason: denial, caller: result.id }, 'access denied');
      return { code: 'PERMISSION_DENIED', facts: {} };
    }
    return path.fault ? { code: 'VALIDATION_FAILED', facts: { errors: [path.fault] } } : null;
  }

  private count(credential: Authenticated['credential'], decision: AuthFailure | Denial | 'admitted'): void {
    this.metrics.accessDecisions.inc({ credential, decision });
  }

  /** The same answer for every reason, except what the sender of a token needs to know to get another one. */
  private unauthenticated({ retryAfterSeconds }: Authenticated, reason: AuthFailure): Refused {
    if (reason === 'unverifiable')
      return { code: 'AUTHENTICATION_UNAVAILABLE', facts: { retryAfterSeconds } };
    const wasToken = reason === 'invalid_token' || reason === 'expired_token';
    const challenges = this.authentication.challenges.map((challenge) =>
      wasToken && challenge.startsWith('Bearer') ? `${challenge}, error="invalid_token"` : challenge,
    );
    return { code: 'UNAUTHENTICATED', facts: { challenges } };
  }
}

/** Whether a caller may use this line. A caller without a list of lines may use all. */
export function mayUse({ lines }: Pick<Caller, 'lines'>, line: Line): boolean {
  return lines === undefined || lines.some((pattern) => covers(pattern, line));
}

function hasScope({ scopes }: Caller, access: Access | undefined): boolean {
  if (access === undefined || access === 'public') return false;
  return access === 'any_caller' || scopes.has(access);
}

/** Routes of operations name no line: the line is in the record of the operation. */
function lineDenial(
  caller: Caller,
  access: Access | undefined,
  { line, fault }: PathLine,
): Denial | undefined {
  if (access === 'any_caller' || access === 'operations:resolve' || fault) return undefined;
  if (line === null) return caller.lines === undefined ? undefined : 'foreign_line';
  return mayUse(caller, line) ? undefined : 'foreign_line';
}
