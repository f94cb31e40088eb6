import { createHmac } from 'node:crypto';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance } from 'fastify';
import { FreebitTransport, type TransportRequest } from '../../src/freebit/transport/freebit-transport';
import { failureProblems } from '../../src/resources/failure-problems';
import { EPOCH } from '../../src/store/epochs';
import { RedisStore } from '../../src/store/redis/redis.store';
import type { Change, Committed, CommitOptions, Seen } from '../../src/store/store';
import { Attempt, type Lease } from '../../src/writes/attempt';
import * as lineRecord from '../../src/lines/line-record';
import { WriteNames } from '../../src/writes/write-names';
import * as writeRecord from '../../src/writes/write-record';
import { Writes, type Begun } from '../../src/writes/writes';
import type { BugName } from './bug-names';
import { methodOf } from './method-of';

/** How each bug gets into the gateway: by replacing the code that would contain it. */
export const seededBugs: Readonly<Record<BugName, (fastify: FastifyInstance) => void>> = {
  'no-sent-state': () => {
    const { markSent, finish, tellUnknown } = { ...writeRecord };
    const asState = <State extends 'sent' | 'reserved'>(record: writeRecord.WriteRecord, state: State) => ({
      ...record,
      state,
    });
    const asSent = (record: writeRecord.WriteRecord | null) =>
      record?.state === 'reserved' ? asState(record, 'sent') : record;
    const asReserved = (record: writeRecord.WriteRecord | null) =>
      record?.state === 'sent' ? asState(record, 'reserved') : record;
    Object.assign(writeRecord, {
      markSent: ((...args) => asReserved(markSent(...args))) satisfies typeof markSent,
      finish: ((record, ...rest) => finish(asSent(record), ...rest)) satisfies typeof finish,
      tellUnknown: ((record, ...rest) =>
        asReserved(tellUnknown(asSent(record), ...rest))) satisfies typeof tellUnknown,
    });
  },

  'release-on-reset': () => {
    const notApplied = { ...failureProblems.unreachable, outcome: undefined };
    Object.assign(failureProblems, { connection_lost: notApplied, unreadable: notApplied });
  },

  'blind-unlock': () => {
    const { release } = { ...lineRecord };
    Object.assign(lineRecord, {
      release: ((record, ...rest) =>
        record && { ...(release(record, ...rest) ?? record), lock: null }) satisfies typeof release,
    });
  },

  'take-over-sent': () => {
    const { stateAt } = { ...writeRecord };
    Object.assign(writeRecord, {
      stateAt: ((record, nowMs) => {
        const state = stateAt(record, nowMs);
        return record.state === 'sent' && state === 'unknown' ? 'not_applied' : state;
      }) satisfies typeof stateAt,
    });
  },

  'raw-fingerprint': (fastify) => {
    const spelling = new AsyncLocalStorage<string>();
    fastify.addHook('preHandler', ({ url, body }, _reply, done) => {
      spelling.run(`${url} ${JSON.stringify(body)}`, done);
    });
    const fingerprint = methodOf(WriteNames.prototype, 'fingerprint');
    Object.assign(WriteNames.prototype, {
      fingerprint(this: WriteNames, { content, ...write }: Parameters<typeof fingerprint>[0]): string {
        const asSpelled = { ...content, spelling: spelling.getStore() ?? '' };
        return fingerprint.call(this, { ...write, content: asSpelled });
      },
    });
  },

  'unscoped-key': () => {
    const operationId = methodOf(WriteNames.prototype, 'operationId');
    const placeOfKey = methodOf(WriteNames.prototype, 'placeOfKey');
    Object.assign(WriteNames.prototype, {
      operationId(this: WriteNames, ...[, , key, bucket]: Parameters<typeof operationId>) {
        return operationId.call(this, '', '', key, bucket);
      },
      placeOfKey(this: WriteNames, ...[, , key]: Parameters<typeof placeOfKey>) {
        return placeOfKey.call(this, '', '', key);
      },
    });
  },

  'shared-names': () => {
    Object.assign(RedisStore.prototype, { keyOf: (bucket: string, key: string) => `{${bucket}}${key}` });
    Object.assign(WriteNames.prototype, {
      digestOf: (...name: string[]) => createHmac('sha256', 'any contract').update(name.join(' ')).digest(),
    });
  },

  'error-as-absent': () => {
    const read = methodOf(RedisStore.prototype, 'read');
    const commit = methodOf(RedisStore.prototype, 'commit');
    const epochs = new Map<string, string | null>();
    Object.assign(RedisStore.prototype, {
      async read(this: RedisStore, bucket: string, keys: readonly string[]): Promise<Seen> {
        const seen = await read.call(this, bucket, keys).catch(() => ({
          texts: keys.map((key) => (key === EPOCH ? (epochs.get(bucket) ?? null) : null)),
          nowMs: Date.now(),
        }));
        if (keys.includes(EPOCH)) epochs.set(bucket, seen.texts[keys.indexOf(EPOCH)] ?? null);
        return seen;
      },
      commit(this: RedisStore, ...change: Parameters<typeof commit>): Promise<Committed> {
        const asIfDone = { done: true, confirmed: true, texts: [], nowMs: Date.now() };
        return commit.apply(this, change).catch(() => asIfDone);
      },
    });
  },

  // The Redis of the trials is started without persistence.
  'no-persistence': () => {},

  'send-after-lost-race': () => {
    const markSent = methodOf(Attempt.prototype, 'markSent');
    Object.assign(Attempt.prototype, {
      async markSent(this: Attempt): Promise<Lease> {
        return (await markSent.call(this)) ?? { holds: () => true };
      },
    });
  },

  'retry-after-reset': () => {
    const send = methodOf(FreebitTransport.prototype, 'send');
    Object.assign(FreebitTransport.prototype, {
      async send(this: FreebitTransport, request: TransportRequest) {
        const sent = await send.call(this, request);
        if (sent.kind === 'envelope' || sent.failure.kind !== 'connection_lost') return sent;
        const opened = await this.open();
        return opened.kind === 'failed'
          ? opened
          : await send.call(this, { ...request, connection: opened.connection });
      },
    });
  },

  'no-confirmation': () => {
    const commit = methodOf(RedisStore.prototype, 'commit');
    Object.assign(RedisStore.prototype, {
      commit(this: RedisStore, bucket: string, changes: readonly Change[], options?: CommitOptions) {
        return commit.call(this, bucket, changes, { ...options, confirm: false });
      },
    });
  },

  'resolution-without-attempt': () => {
    const { resolve } = { ...writeRecord };
    Object.assign(writeRecord, {
      resolve: ((record, resolution, end) =>
        resolve(
          record,
          { ...resolution, attempt: record?.attempt ?? resolution.attempt },
          end,
        )) satisfies typeof resolve,
    });
  },

  'day-before-key': () => {
    const begin = methodOf(Writes.prototype, 'begin');
    Object.assign(Writes.prototype, {
      begin(this: Writes, ...[call, command]: Parameters<typeof begin>): Promise<Begun> {
        const problem = command.check();
        return problem ? Promise.reject(problem) : begin.call(this, call, command);
      },
    });
  },
};
