import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { headerComponents } from '../docs/header-components';

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
  if (origins.length > 0) await fastify.register(cors, corsOptions(origins));
}

/** No cookies and no credentials of the browser: a page has to know a key. */
function corsOptions(origins: readonly string[]) {
  return {
    origin: [...origins],
    methods: ['GET', 'POST', 'PUT'],
    allowedHeaders: ['Content-Type', 'X-API-Key', 'Authorization', 'Idempotency-Key', 'X-Request-Id'],
    exposedHeaders: Object.keys(headerComponents),
    credentials: false,
    maxAge: 600,
    strictPreflight: false,
  };
}
