import { AsyncLocalStorage } from 'node:async_hooks';
import type { HttpService } from '@nestjs/axios';
import { authentication } from '../../src/freebit/operations/authentication/authentication';
import { AtMostOnce } from '../../src/http/idempotency/at-most-once';
import type { SuccessAnswer, WriteCall } from '../../src/http/idempotency/write-call.decorator';
import type { WriteCommand } from '../../src/http/idempotency/write-command';
import {
  FreebitTransport,
  type Answer,
  type TransportRequest,
  type TransportOptions,
} from '../../src/freebit/transport/freebit-transport';
import { monotonicMs } from './monotonic';

const write = new AsyncLocalStorage<{ readonly name: string; leaseFromMs: number }>();

/** Knows, wherever a write is sent, which one it is and since when its lease runs. */
export class WitnessedAtMostOnce extends AtMostOnce {
  override run(call: WriteCall, command: WriteCommand): Promise<SuccessAnswer> {
    const seen = { name: `${command.type} ${call.key}`, leaseFromMs: 0 };
    const execute: WriteCommand['execute'] = (operationId, beforeSend) =>
      command.execute(operationId, () => {
        seen.leaseFromMs = monotonicMs();
        return beforeSend();
      });
    return write.run(seen, () => super.run(call, { ...command, execute }));
  }
}

/** Tells the upstream, in the query, what the gateway itself would not: for the history alone. */
export class WitnessedTransport extends FreebitTransport {
  constructor({ axiosRef }: HttpService, options: TransportOptions) {
    super(axiosRef, options);
  }

  override send(request: TransportRequest): Promise<Answer> {
    const seen = write.getStore();
    const isWrite = request.connection === 'fresh' && request.path !== authentication.path;
    if (!seen || !isWrite) return super.send(request);
    const query = new URLSearchParams({ write: seen.name, lease: `${seen.leaseFromMs}` });
    return super.send({ ...request, path: `${request.path}?${query.toString()}` });
  }
}
