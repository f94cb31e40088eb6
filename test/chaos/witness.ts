import { AsyncLocalStorage } from 'node:async_hooks';
import {
  FreebitTransport,
  type Sent,
  type TransportRequest,
} from '../../src/freebit/transport/freebit-transport';
import { LineWrites, type LineWrite } from '../../src/resources/line-writes';
import type { WriteRequest } from '../../src/resources/write-request.decorator';
import type { Attempt } from '../../src/writes/attempt';
import { parseIdempotencyKey } from '../../src/writes/idempotency-key';
import type { Begun } from '../../src/writes/writes';
import { methodOf } from './method-of';
import { monotonicMs } from './monotonic';
import { writeName, type Contract } from './write-name';

interface Seen {
  readonly name: string;
  leaseFromMs: number;
}

const write = new AsyncLocalStorage<Seen>();
const names = new WeakMap<Attempt, string>();

/**
 * Makes the gateway of a contract add to the query of each write, only for the history, which write it is
 * and since when its lease runs.
 */
export function witness(contract: Contract): void {
  witnessWrites(contract);
  witnessTransport();
}

function witnessWrites(contract: Contract): void {
  const begin = methodOf(LineWrites.prototype, 'begin');
  const send = methodOf(LineWrites.prototype, 'send');
  Object.assign(LineWrites.prototype, {
    async begin(this: LineWrites, request: WriteRequest, line: LineWrite): Promise<Begun> {
      const begun = await begin.call(this, request, line);
      const key = parseIdempotencyKey(request.keyLines, 'required') ?? '';
      if (begun.kind === 'execute') names.set(begun.attempt, writeName(contract, line.type, key));
      return begun;
    },
    send(this: LineWrites, attempt: Attempt, sending: Parameters<typeof send>[1]) {
      const seen = { name: names.get(attempt) ?? '', leaseFromMs: 0 };
      const markSent = () => {
        seen.leaseFromMs = monotonicMs();
        return attempt.markSent();
      };
      const witnessed = Object.create(attempt, { markSent: { value: markSent } }) as Attempt;
      return write.run(seen, () => send.call(this, witnessed, sending));
    },
  });
}

function witnessTransport(): void {
  const send = methodOf(FreebitTransport.prototype, 'send');
  Object.assign(FreebitTransport.prototype, {
    send(this: FreebitTransport, request: TransportRequest): Promise<Sent> {
      const seen = write.getStore();
      if (!seen || request.effect === 'read') return send.call(this, request);
      const query = new URLSearchParams({ write: seen.name, lease: `${seen.leaseFromMs}` });
      return send.call(this, { ...request, path: `${request.path}?${query.toString()}` });
    },
  });
}
