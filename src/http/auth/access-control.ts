import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LOGGER } from '../../observability/logger';
import type { Logger } from '../../observability/logger';
import { Metrics } from '../../observability/metrics';
import { isDocsPath } from '../docs/docs-path';
import { ProblemError } from '../problems/problem-error';
import type { Access } from './access.decorator';
import { Authentication, type Authenticated, type Refusal } from './authentication';
import { DeclaredAccess } from './declared-access';
import { lineOfPath, mayUse } from './permitted-lines';

/** Why a known caller was not let through. */
type Denial = 'missing_scope' | 'foreign_line';

/**
 * Lets known callers through to the routes that they may use, before a byte of a body is read or anything is looked
 * up. What nobody has declared is nobody's: neither a route that no controller has, nor a line that no list names.
 */
@Injectable()
export class AccessControl implements OnApplicationShutdown {
  /** Who may read `/docs`. */
  docsReaders: Extract<Access, 'public' | 'any_caller'> = 'any_caller';

  constructor(
    private readonly authentication: Authentication,
    private readonly declared: DeclaredAccess,
    private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    if (authentication.knowsSomebody) return;
    logger.warn('nobody can get in: set API_CLIENTS (npm run api-key makes an entry) or OIDC_ISSUER');
  }

  /** Guards every route of the server. */
  guard(fastify: FastifyInstance): void {
    fastify.decorateRequest('caller', null);
    fastify.addHook('onRequest', (request, _reply, done) => {
      const access = this.accessOf(request);
      if (access === 'public') return done();
      const found = this.authentication.of(request);
      if (!(found instanceof Promise)) return done(this.refusalOf(request, access, found));
      found.then(
        (late) => done(this.refusalOf(request, access, late)),
        (error: unknown) =>
          done(error instanceof Error ? error : new Error('A token could not be looked at')),
      );
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.authentication.close();
  }

  private accessOf({ method, routeOptions }: FastifyRequest): Access | undefined {
    const { url = '' } = routeOptions;
    return isDocsPath(url) ? this.docsReaders : this.declared.of(method, url);
  }

  /** Undefined when the request may go on; the caller is then known to it. */
  private refusalOf(
    request: FastifyRequest,
    access: Access | undefined,
    found: Authenticated,
  ): ProblemError | undefined {
    const { credential, result } = found;
    if (typeof result === 'string') {
      this.count(credential, result);
      this.logger.info({ requestId: request.id, reason: result, name: found.claimedId }, 'nobody known');
      return this.unauthenticated(result);
    }
    request.caller = result;
    const denial = denialOf(request, access);
    this.count(credential, denial ?? 'admitted');
    if (denial === undefined) return undefined;
    this.logger.info({ requestId: request.id, reason: denial, caller: result.id }, 'not allowed');
    return new ProblemError('PERMISSION_DENIED');
  }

  private count(credential: Authenticated['credential'], decision: Refusal | Denial | 'admitted'): void {
    this.metrics.accessDecisions.inc({ credential, decision });
  }

  /** Says the same whatever was wrong, but for what a token's sender has to know to get another one. */
  private unauthenticated(reason: Refusal): ProblemError {
    if (reason === 'unverifiable') return new ProblemError('AUTHENTICATION_UNAVAILABLE');
    const wasToken = reason === 'invalid_token' || reason === 'expired_token';
    const challenges = this.authentication.challenges.map((challenge) =>
      wasToken && challenge.startsWith('Bearer') ? `${challenge}, error="invalid_token"` : challenge,
    );
    return new ProblemError('UNAUTHENTICATED', { challenges });
  }
}

function denialOf({ caller, params }: FastifyRequest, access: Access | undefined): Denial | undefined {
  if (caller === null || access === undefined || access === 'public') return 'missing_scope';
  if (access === 'any_caller') return undefined;
  if (!caller.scopes.has(access)) return 'missing_scope';
  // These routes name an operation; whose line it is, only its record tells.
  if (access === 'operations:resolve') return undefined;
  return mayUse(caller, lineOfPath(params)) ? undefined : 'foreign_line';
}
