import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { AccessLog } from '../../observability/access-log';
import { NestLogger } from '../../observability/nest-logger';
import { ShedLog } from '../../observability/shed-log';
import { AccessControl } from '../auth/access-control';
import { wasAnsweredBelow } from './client-error';
import { Draining } from './draining';
import { onShed } from './shedding';
import { onRefused } from './wire-answer';

/** What needs the container: log lines, metrics, closing connections, and who gets in. Called once, before `init` or `listen`. */
export function configureHttp(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const accessLog = app.get(AccessLog);
  const draining = app.get(Draining);
  app.useLogger(app.get(NestLogger));
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (draining.closing) reply.header('Connection', 'close');
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    accessLog.answered(request, reply);
    done();
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    // Fastify has no hook for an answer that nobody waits for any more.
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished && !wasAnsweredBelow(reply.raw)) accessLog.abandoned(request, reply);
    });
    done();
  });
  app.get(AccessControl).guard(fastify);
  onRefused(fastify.server, (refusal) => accessLog.refused(refusal));
  const shedLog = app.get(ShedLog);
  onShed(fastify.server, (reason) => shedLog.shed(reason));
}
