import type { AuthKeys } from './auth/auth-keys';
import type { AuthKey } from './auth/login-desk';
import type { FreebitCall, FreebitDocument, VendorChoices } from './calls/freebit-call';
import { Deadline } from './deadline';
import { answered, failed, KEY_REFUSED, type CallResult } from './freebit-error';
import type { FreebitObserver } from './freebit-observer';
import type { BulkheadLoad } from './protection/bulkhead';
import {
  Protection,
  type Permit,
  type ProtectedCall,
  type ProtectionOptions,
  type UpstreamRate,
} from './protection/protection';
import { rejectionOf } from './result-codes';
import type { StopSignal } from './stop-signal';
import type { FreebitTransport } from './transport/freebit-transport';
import type { Connection } from './transport/connection';
import { SUCCESS, type Envelope } from './wire/envelope';
import { UnreadableAnswer } from './wire/unreadable-answer';
import { WireReader } from './wire/wire-reader';

export interface ClientOptions {
  readonly choices: VendorChoices;
  /** Paths that differ from those of the calls. */
  readonly paths: Partial<Record<FreebitDocument, string>>;
  /** Milliseconds for one exchange of a read. */
  readonly readAttemptMs: number;
  /** Milliseconds within which a read is answered, including logins and waiting. */
  readonly readDeadlineMs: number;
  /** Milliseconds for which the answer to a write is awaited, including logins and waiting. */
  readonly writeListenMs: number;
  readonly protection: ProtectionOptions;
}

/** The collaborators of the client. */
export interface ClientParts {
  readonly transport: FreebitTransport;
  readonly keys: AuthKeys;
  readonly rate: UpstreamRate;
  readonly observer: FreebitObserver;
}

/** The right to send a write that was marked as sent. */
export interface Lease {
  /** Whether the owner may still send. Checked right before the first byte. */
  holds(): boolean;
}

/** Marks a write as sent. Null: it must not be sent. */
export type MarkSent = () => Promise<Lease | null>;

/** The limits of one call, over all its exchanges. */
interface Terms extends ProtectedCall {
  /** Exchanges made on behalf of this call. */
  exchanges: number;
  readonly signal?: StopSignal | undefined;
}

/** Calls Freebit with a shared auth key, which it renews when needed, and within the limits that protect Freebit. */
export class FreebitClient {
  private readonly protection: Protection;
  /** Repeats the last read of PA03-02, as a probe that changes nothing. */
  private lastDetailRead: (() => Promise<CallResult<unknown>>) | null = null;

  constructor(
    private readonly parts: ClientParts,
    private readonly options: ClientOptions,
  ) {
    this.protection = new Protection(parts.rate, parts.observer, options.protection, () => this.probe());
  }

  /** How many calls are in flight, and how many wait for a slot. */
  get load(): BulkheadLoad {
    return this.protection.bulkhead.load;
  }

  /** Reads. Rejects only for a bug. `signal` ends a read whose callers have left. */
  async read<Input, Output>(
    call: FreebitCall<Input, Output>,
    input: Input,
    signal?: StopSignal,
  ): Promise<CallResult<Output>> {
    if (call.document === 'PA03-02') this.lastDetailRead = () => this.read(call, input);
    const { readAttemptMs, readDeadlineMs } = this.options;
    const deadline = Deadline.in(readDeadlineMs);
    const terms = { document: call.document, effect: 'read', deadline, signal, exchanges: 0 } as const;
    return await this.withKey(terms, (key) => {
      if (signal?.isStopped) return Promise.resolve(failed({ kind: 'abandoned' }));
      const timeoutMs = Math.min(readAttemptMs, deadline.remainingMs);
      if (timeoutMs === 0) return Promise.resolve(outOfTime());
      return this.exchange(call, input, { key, terms, timeoutMs });
    });
  }

  /**
   * Writes, at most once. The order is: breaker, key, queue, connection, `markSent` and rate, `holds`, first byte. If
   * any step before the last fails, nothing was sent. `markSent` is called once, even if Freebit rejects the key (which
   * it checks before anything else) and the write is sent again with another. Rejects if `markSent` does; nothing was
   * sent then.
   */
  async write<Input, Output>(
    call: FreebitCall<Input, Output>,
    input: Input,
    markSent: MarkSent,
  ): Promise<CallResult<Output>> {
    const { transport } = this.parts;
    const deadline = Deadline.in(this.options.writeListenMs);
    const terms: Terms = { document: call.document, effect: 'write', deadline, exchanges: 0 };
    let lease: Lease | null = null;
    return await this.withKey(terms, async (key, permit) => {
      const opened = await transport.open(deadline.remainingMs);
      if (opened.kind === 'failed') return opened;
      const { connection } = opened;
      let mustRelease = true;
      try {
        const [marked, notPermitted] = await Promise.all([lease ?? markSent(), permit]);
        lease = marked;
        if (lease !== null && notPermitted !== null) return notPermitted;
        const timeoutMs = deadline.remainingMs;
        if (lease === null) return failed({ kind: 'not_sent' });
        if (timeoutMs === 0) return outOfTime();
        if (!connection.isOpen) return failed({ kind: 'unreachable', cause: 'ECONNRESET' });
        if (!lease.holds()) return failed(terms.exchanges === 0 ? { kind: 'not_sent' } : KEY_REFUSED);
        mustRelease = false;
        return await this.exchange(call, input, { key, terms, timeoutMs, connection });
      } finally {
        if (mustRelease) transport.release(connection);
      }
    });
  }

  /**
   * Makes an attempt with a key. If Freebit rejects the key, repeats the attempt with the same key while that is young,
   * or once with a newer one. Waits for keys outside the protection, so that waiting calls hold no slot.
   */
  private async withKey<Output>(
    terms: Terms,
    attempt: (key: AuthKey, permit: Permit) => Promise<CallResult<Output>>,
  ): Promise<CallResult<Output>> {
    const { document, deadline } = terms;
    const { keys } = this.parts;
    const notCalled = this.protection.notCalledNow(terms);
    if (notCalled !== null) return notCalled;
    let had = await keys.get(document, deadline);
    for (let replaced = false; ;) {
      if (had.kind === 'failed') return had;
      if (deadline.remainingMs === 0) return failed({ kind: 'auth_failed', retryAfterSeconds: 1 });
      const { key } = had;
      const result = await this.protection.run(terms, (permit) => attempt(key, permit));
      if (!isKeyRejection(result)) {
        if (isAnswer(result)) keys.accepted(document, key);
        return result;
      }
      keys.refused(document, key);
      had = await keys.get(document, deadline, !replaced);
      if (had.kind === 'failed' || had.key.generation === key.generation) continue;
      if (replaced) return failed(KEY_REFUSED);
      replaced = true;
    }
  }

  /** One request and its answer. After the bytes of a write have left, a bug of ours means an unknown outcome. */
  private async exchange<Input, Output>(
    call: FreebitCall<Input, Output>,
    input: Input,
    sending: { key: AuthKey; terms: Terms; timeoutMs: number; connection?: Connection },
  ): Promise<CallResult<Output>> {
    const { document, effect } = call;
    const { key, terms, timeoutMs, connection } = sending;
    const startedMs = performance.now();
    const attempt = ++terms.exchanges;
    const tell = (result: string) =>
      this.parts.observer.exchanged({ document, result, attempt, ms: performance.now() - startedMs });
    try {
      const sent = await this.parts.transport.send({
        ...{ document, effect, connection, timeoutMs, signal: terms.signal },
        path: this.options.paths[document] ?? call.path,
        json: JSON.stringify({ authKey: key.value, ...call.encode(input, this.options.choices) }),
      });
      tell(sent.kind === 'failed' ? sent.failure.kind : sent.envelope.detailCode);
      return sent.kind === 'failed' ? sent : this.toResult(call, input, sent.envelope);
    } catch (error) {
      if (effect === 'read') throw error;
      this.parts.observer.bug(document, error);
      return failed({ kind: 'unreadable' });
    }
  }

  private toResult<Input, Output>(
    call: FreebitCall<Input, Output>,
    input: Input,
    { detailCode, statusCode, body }: Envelope,
  ): CallResult<Output> {
    if (detailCode !== SUCCESS) return failed({ kind: 'refused', detailCode, statusCode });
    const reader = new WireReader(body).ignore('resultCode', 'status');
    try {
      const output = call.decode(reader, input);
      reader.dropRest();
      return answered(output);
    } catch (error) {
      if (!(error instanceof UnreadableAnswer)) throw error;
      return failed({ kind: 'unreadable' });
    } finally {
      this.parts.observer.found(call.document, reader.findings);
    }
  }

  /** Checks whether Freebit works while no caller reads: repeats the last detail read, or logs in. */
  private probe(): void {
    const { keys, observer } = this.parts;
    const document = 'PA01-01';
    const deadline = Deadline.in(this.options.readDeadlineMs);
    const logIn = async () => {
      const result = await keys.logIn();
      return result.kind === 'failed' ? result : answered(undefined);
    };
    const probing =
      this.lastDetailRead?.() ?? this.protection.run({ document, effect: 'read', deadline }, logIn);
    probing.catch((error: unknown) => observer.bug(document, error));
  }
}

function outOfTime() {
  return failed({ kind: 'not_attempted', retryAfterSeconds: 1 });
}

function isKeyRejection(result: CallResult<unknown>): boolean {
  if (result.kind === 'answered' || result.failure.kind !== 'refused') return false;
  return rejectionOf(result.failure.detailCode) === 'auth_key_refused';
}

/** Whether Freebit has processed the call, and so accepted its key. */
function isAnswer(result: CallResult<unknown>): boolean {
  return result.kind === 'answered' || result.failure.kind === 'refused';
}
