import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance } from 'fastify';
import { FreebitTransport, type TransportRequest } from '../../src/freebit/transport/freebit-transport';
import { TransportError } from '../../src/freebit/transport/transport-error';
import * as idempotencyKey from '../../src/http/idempotency/idempotency-key';
import * as lineRecord from '../../src/http/idempotency/line-record';
import { PendingWrite } from '../../src/http/idempotency/pending-write';
import * as transitions from '../../src/http/idempotency/write-transitions';
import { failureProblems } from '../../src/resources/failure-problems';
import { RedisStore } from '../../src/store/redis/redis.store';
import type { Snapshot } from '../../src/store/store';
import type { BugName } from './bug-names';

/** How each bug gets into the gateway: by replacing what it would have been written in. */
export const seededBugs: Readonly<Record<BugName, (fastify: FastifyInstance) => void>> = {
  'no-sent-state': () => {
    const { finish, leaveUnknown } = { ...transitions };
    const asSent = (record: Parameters<typeof finish>[0]) =>
      record && ({ ...record, state: 'sent' } as const);
    Object.assign(transitions, {
      markSent: ((record, owner, { nowMs, leaseMs }) =>
        record?.owner === owner
          ? { ...record, leaseUntilMs: nowMs + leaseMs }
          : null) satisfies typeof transitions.markSent,
      finish: ((record, ...rest) => finish(asSent(record), ...rest)) satisfies typeof finish,
      leaveUnknown: ((record, ...rest) =>
        leaveUnknown(asSent(record), ...rest)) satisfies typeof leaveUnknown,
    });
  },

  'release-on-reset': () => {
    const notApplied = { ...failureProblems.unreachable, outcome: undefined };
    Object.assign(failureProblems, { connection_lost: notApplied, unreadable: notApplied });
  },

  'blind-unlock': () => {
    const { unlock } = { ...lineRecord };
    Object.assign(lineRecord, {
      unlock: ((...args) => ({ ...unlock(...args), lock: null })) satisfies typeof unlock,
    });
  },

  'take-over-sent': () => {
    const { begin } = { ...transitions };
    Object.assign(transitions, {
      begin: ((record, beginning) =>
        record?.state === 'sent' && record.leaseUntilMs <= beginning.nowMs
          ? { begun: { kind: 'execute' }, next: beginning.draft }
          : begin(record, beginning)) satisfies typeof begin,
    });
  },

  'raw-fingerprint': (fastify) => {
    const spelling = new AsyncLocalStorage<string>();
    fastify.addHook('preHandler', ({ url, body }, _reply, done) => {
      spelling.run(`${url} ${JSON.stringify(body)}`, done);
    });
    const { fingerprintOf } = { ...idempotencyKey };
    Object.assign(idempotencyKey, {
      fingerprintOf: ((names, { content, ...command }) =>
        fingerprintOf(names, {
          ...command,
          content: { ...content, spelling: spelling.getStore() ?? '' },
        })) satisfies typeof fingerprintOf,
    });
  },

  'unscoped-key': () => {
    const { operationIdOf } = { ...idempotencyKey };
    Object.assign(idempotencyKey, {
      operationIdOf: ((_caller, _route, key) => operationIdOf('', '', key)) satisfies typeof operationIdOf,
    });
  },

  'error-as-absent': () => {
    const read = methodOf(RedisStore.prototype, 'read');
    const compareAndSet = methodOf(RedisStore.prototype, 'compareAndSet');
    Object.assign(RedisStore.prototype, {
      read(this: RedisStore, key: string): Promise<Snapshot> {
        return read.call(this, key).catch(() => ({ text: null, foreign: false, nowMs: Date.now() }));
      },
      compareAndSet(this: RedisStore, ...change: Parameters<RedisStore['compareAndSet']>): Promise<boolean> {
        return compareAndSet.apply(this, change).catch(() => true);
      },
    });
  },

  // The Redis of the trials is started without its file.
  'no-persistence': () => {},

  'send-after-lost-race': () => {
    const beforeSend = methodOf(PendingWrite.prototype, 'beforeSend');
    Object.assign(PendingWrite.prototype, {
      beforeSend(this: PendingWrite): Promise<void> {
        return beforeSend.call(this).catch(() => undefined);
      },
    });
  },

  'retry-after-reset': () => {
    const send = methodOf(FreebitTransport.prototype, 'send');
    Object.assign(FreebitTransport.prototype, {
      async send(this: FreebitTransport, request: TransportRequest) {
        return send.call(this, request).catch((error: unknown) => {
          if (error instanceof TransportError && error.failure === 'connection_lost')
            return send.call(this, request);
          throw error;
        });
      },
    });
  },
};

/** A method as it was, to be called on whatever its replacement is called on. */
function methodOf<Prototype extends object, Name extends keyof Prototype>(
  prototype: Prototype,
  name: Name,
): Prototype[Name] {
  return prototype[name];
}
