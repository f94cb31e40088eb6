import cors, { type FastifyCorsOptions } from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { headerComponents } from '../docs/header-components';
import { toProblemError } from '../problems/to-problem-error';
import { wireAnswer } from './wire-answer';

/** Nothing of an answer may be run, framed or loaded by a browser; the page of the description has a policy of its own. */
const NOTHING = {
  useDefaults: false,
  directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
};

/** Headers that tell browsers what not to do. Must be awaited before other hooks are added, to stand on every answer. */
export async function addSecurityHeaders(
  fastify: FastifyInstance,
  origins: readonly string[],
): Promise<void> {
  await fastify.register(helmet, {
    contentSecurityPolicy: NOTHING,
    // Other hosts of the domain are not ours to speak for.
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
    frameguard: { action: 'deny' },
    referrerPolicy: false,
    // These are about pages and plugins, and cost time on every answer.
    originAgentCluster: false,
    dnsPrefetchControl: false,
    ieNoOpen: false,
    permittedCrossDomainPolicies: false,
    xssFilter: false,
  });
  if (origins.length > 0) await addCors(fastify, origins);
}

/** The plugin has a route for OPTIONS on every path, made before there is a filter that would answer its problems. */
async function addCors(fastify: FastifyInstance, origins: readonly string[]): Promise<void> {
  fastify.addHook('onRoute', (route) => {
    if (route.url === '*' && route.method === 'OPTIONS') route.errorHandler = answerProblem;
  });
  await fastify.register(cors, () => corsFor(origins));
}

function answerProblem(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const { refusal, headers, body } = wireAnswer(toProblemError(error), request.id);
  reply.problemCode = refusal.code;
  reply.code(refusal.status).headers(headers).send(body);
}

type Decide = (error: Error | null, options: FastifyCorsOptions) => void;

/** No cookies and no credentials of the browser: a page has to know a key. Pages that are not named hear nothing. */
function corsFor(origins: readonly string[]) {
  const named = {
    methods: ['GET', 'POST', 'PUT'],
    allowedHeaders: [
      ...['Content-Type', 'X-API-Key', 'Authorization', 'Idempotency-Key', 'Cache-Control'],
      ...['X-Request-Id', 'traceparent'],
    ],
    exposedHeaders: Object.keys(headerComponents),
    credentials: false,
    maxAge: 600,
  };
  return ({ headers: { origin, ...headers } }: FastifyRequest, decide: Decide): void => {
    const isNamed = origin !== undefined && origins.includes(origin);
    const preflight = 'access-control-request-method' in headers;
    decide(null, isNamed ? { ...named, origin, preflight } : { origin: false });
  };
}
