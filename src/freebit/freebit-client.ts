import { Deadline } from './deadline';
import type { Operation } from './operations/operation';
import type { Protection } from './protection/protection';
import type { SingleCall } from './single-call';

export interface ClientOptions {
  /** Milliseconds within which a read is answered, auth key and all. */
  readonly readDeadlineMs: number;
  /** Milliseconds for which the answer to a write is waited for, auth key and all. */
  readonly writeListenMs: number;
}

/** Calls Freebit as often, as fast and as long as is good for it. */
export class FreebitClient {
  constructor(
    private readonly single: SingleCall,
    private readonly protection: Protection,
    private readonly options: ClientOptions,
  ) {}

  /**
   * Rejects with `FreebitError`, whose failure says what is known about the call. `beforeSend` is awaited right before
   * the first byte leaves; when it rejects, nothing is sent and the call rejects likewise. Whether the call may be made
   * at all is decided before. `signal` ends a read that nobody waits for any more.
   */
  async call<Input, Output>(
    operation: Operation<Input, Output>,
    input: Input,
    beforeSend: () => Promise<void> = () => Promise.resolve(),
    signal?: AbortSignal,
  ): Promise<Output> {
    const { document, effect } = operation;
    const { readDeadlineMs, writeListenMs } = this.options;
    const deadline = Deadline.in(effect === 'read' ? readDeadlineMs : writeListenMs);
    let attempts = 0;
    const terms = { deadline, beforeSend, signal, nextAttempt: () => ++attempts };
    return await this.protection.run({ document, effect, deadline }, () =>
      this.single.run(operation, input, terms),
    );
  }
}
