import { setTimeout as pause } from 'node:timers/promises';
import { isYoung, type AuthKey } from './auth/auth-key';
import type { AuthKeys } from './auth/auth-keys';
import { LoginFailed } from './auth/login-failed';
import type { Deadline } from './deadline';
import type { Exchange, ExchangeTerms } from './exchange';
import { failureOf } from './failure-of';
import { FreebitError } from './freebit-error';
import type { FreebitObserver } from './freebit-observer';
import type { Operation } from './operations/operation';
import { refusalOf } from './result-codes';
import { SUCCESS, type Envelope } from './wire/envelope';
import { WireReader } from './wire/wire-reader';

/** What one call has to keep to. */
export interface CallTerms extends ExchangeTerms {
  /** Awaited right before the first byte leaves; when it rejects, nothing is sent and the call rejects likewise. */
  readonly beforeSend: () => Promise<void>;
}

/** How long a key that Freebit may not know everywhere yet is given, in milliseconds. */
const YOUNG_KEY_PAUSE_MS = 300;

/** One call to Freebit: with an auth key that is shared and renewed, and with the answer's own word on what happened. */
export class SingleCall {
  constructor(
    private readonly exchange: Exchange,
    private readonly keys: AuthKeys,
    private readonly observer: FreebitObserver,
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
    return await this.succeed(operation, input, { key, ...terms })
      .then(({ body }) => this.decode(operation, input, body))
      .catch(this.toFailure(operation));
  }

  /** Repeats a call only after its key was refused, which Freebit does before anything else. */
  private async succeed<Input>(
    operation: Operation<Input, unknown>,
    input: Input,
    { key: first, ...terms }: ExchangeTerms & { readonly key: AuthKey },
  ): Promise<Envelope> {
    const { deadline } = terms;
    const send = (authKey: AuthKey) => this.exchange.run(operation, input, { key: authKey, ...terms });
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
