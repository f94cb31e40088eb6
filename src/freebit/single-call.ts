import { setTimeout as pause } from 'node:timers/promises';
import { isYoung, type AuthKey } from './auth/auth-key';
import type { AuthKeys } from './auth/auth-keys';
import { LoginFailed } from './auth/login-failed';
import type { Deadline } from './deadline';
import { FreebitError, type FreebitFailure } from './freebit-error';
import type { FreebitObserver } from './freebit-observer';
import type { FreebitDocument, Operation, VendorChoices } from './operations/operation';
import { refusalOf } from './result-codes';
import type { FreebitTransport } from './transport/freebit-transport';
import { TransportError } from './transport/transport-error';
import { readEnvelope, SUCCESS, type Envelope } from './wire/envelope';
import { UnreadableAnswer } from './wire/unreadable-answer';
import { WireReader } from './wire/wire-reader';

export interface CallOptions {
  readonly choices: VendorChoices;
  /** Paths that differ from those of the operations. */
  readonly paths: Partial<Record<FreebitDocument, string>>;
  /** Milliseconds for one exchange of a read. */
  readonly readAttemptMs: number;
}

/** What one call has to keep to. */
export interface CallTerms {
  readonly deadline: Deadline;
  /** Awaited right before the first byte leaves; when it rejects, nothing is sent and the call rejects likewise. */
  readonly beforeSend: () => Promise<void>;
  /** Ends a read that nobody waits for any more. */
  readonly signal?: AbortSignal | undefined;
  /** Counts what is sent on behalf of one call, from 1. */
  readonly nextAttempt: () => number;
}

/** With which key, and for how long, a call may be under way. */
interface Sending extends Omit<CallTerms, 'beforeSend'> {
  readonly key: AuthKey;
}

/** How long a key that Freebit may not know everywhere yet is given, in milliseconds. */
const YOUNG_KEY_PAUSE_MS = 300;

/** One call to Freebit: with an auth key that is shared and renewed, and with the answer's own word on what happened. */
export class SingleCall {
  constructor(
    private readonly transport: FreebitTransport,
    private readonly keys: AuthKeys,
    private readonly observer: FreebitObserver,
    private readonly options: CallOptions,
  ) {}

  /** Rejects with `FreebitError`, whose failure says what is known about the call. */
  async run<Input, Output>(
    operation: Operation<Input, Output>,
    input: Input,
    { beforeSend, ...terms }: CallTerms,
  ): Promise<Output> {
    const { deadline } = terms;
    const key = await keyBefore(deadline, this.keys.get()).catch(this.toFailure(operation, 'nothing_sent'));
    await beforeSend();
    return await this.exchange(operation, input, { key, ...terms })
      .then(({ body }) => this.decode(operation, input, body))
      .catch(this.toFailure(operation));
  }

  /** Repeats a call only after its key was refused, which Freebit does before anything else. */
  private async exchange<Input>(
    operation: Operation<Input, unknown>,
    input: Input,
    { key: first, ...terms }: Sending,
  ): Promise<Envelope> {
    const { deadline } = terms;
    const send = (authKey: AuthKey) => this.send(operation, input, { key: authKey, ...terms });
    let key = first;
    let answer = await send(key);
    for (let waited = false, replaced = false; keyRefused(answer); answer = await send(key)) {
      if (!waited && isYoung(key)) {
        waited = true;
        await pause(YOUNG_KEY_PAUSE_MS);
        key = await keyBefore(deadline, this.keys.get());
      } else if (!replaced) {
        replaced = true;
        key = await keyBefore(deadline, this.keys.replace(key));
      } else throw new LoginFailed({ kind: 'auth_failed', retryAfterSeconds: 5 });
    }
    this.keys.accepted(key);
    if (answer.detailCode === SUCCESS) return answer;
    const { detailCode, statusCode } = answer;
    throw new FreebitError(operation.document, { kind: 'refused', detailCode, statusCode });
  }

  private async send<Input>(
    operation: Operation<Input, unknown>,
    input: Input,
    { key, deadline, signal, nextAttempt }: Sending,
  ): Promise<Envelope> {
    const { document, effect } = operation;
    const timeoutMs = Math.min(
      effect === 'read' ? this.options.readAttemptMs : Infinity,
      deadline.remainingMs,
    );
    if (signal?.aborted) throw new FreebitError(document, { kind: 'abandoned' });
    // A request without any time left is still sent by the libraries, and its answer never heard.
    if (timeoutMs === 0) throw new FreebitError(document, { kind: 'not_attempted', retryAfterSeconds: 1 });
    const path = this.options.paths[document] ?? operation.path;
    const json = JSON.stringify({ authKey: key.value, ...operation.encode(input, this.options.choices) });
    const startedMs = performance.now();
    const attempt = nextAttempt();
    const tell = (result: string) =>
      this.observer.exchanged({ document, result, attempt, ms: performance.now() - startedMs });
    try {
      const answer = await this.transport.send({
        path,
        json,
        connection: effect === 'read' ? 'kept' : 'fresh',
        timeoutMs,
        signal,
      });
      const envelope = readEnvelope(answer.text, answer.httpStatus, effect);
      tell(envelope.detailCode);
      return envelope;
    } catch (error) {
      tell(failureOf(error)?.kind ?? 'bug');
      throw error;
    }
  }

  /**
   * Turns what was thrown into the failure that callers are told. An error that nobody foresaw goes on as it is where
   * nothing can have been applied; after a write has been sent it counts as an unknown outcome.
   */
  private toFailure(
    { document, effect }: Operation<never, unknown>,
    sent: 'nothing_sent' | 'sent' = 'sent',
  ): (error: unknown) => never {
    return (error) => {
      const failure = failureOf(error);
      if (failure !== null) throw new FreebitError(document, failure);
      if (effect === 'read' || sent === 'nothing_sent') throw error;
      this.observer.bug(document, error);
      throw new FreebitError(document, { kind: 'unreadable' });
    };
  }

  private decode<Input, Output>(
    operation: Operation<Input, Output>,
    input: Input,
    body: Envelope['body'],
  ): Output {
    const reader = new WireReader(body).ignore('resultCode', 'status');
    const output = operation.decode(reader, input);
    reader.dropRest();
    this.observer.found(operation.document, reader.findings);
    return output;
  }
}

function keyRefused({ detailCode }: Envelope): boolean {
  return refusalOf(detailCode) === 'auth_key_refused';
}

/** Rejects rather than lets a call begin for which no time is left. */
async function keyBefore(deadline: Deadline, awaited: Promise<AuthKey>): Promise<AuthKey> {
  const missed = () => new LoginFailed({ kind: 'auth_failed', retryAfterSeconds: 1 });
  const key = await deadline.race(awaited, missed);
  if (deadline.remainingMs === 0) throw missed();
  return key;
}

/** Null for an error that nobody foresaw: a bug. */
function failureOf(error: unknown): FreebitFailure | null {
  if (error instanceof FreebitError || error instanceof LoginFailed) return error.failure;
  if (error instanceof TransportError) return { kind: error.failure };
  return error instanceof UnreadableAnswer ? { kind: 'unreadable' } : null;
}
