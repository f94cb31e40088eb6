import type { AuthKey } from './auth/auth-key';
import type { Deadline } from './deadline';
import { failureOf } from './failure-of';
import { FreebitError } from './freebit-error';
import type { FreebitObserver } from './freebit-observer';
import type { FreebitDocument, Operation, VendorChoices } from './operations/operation';
import type { FreebitTransport } from './transport/freebit-transport';
import { readEnvelope, type Envelope } from './wire/envelope';

export interface ExchangeOptions {
  readonly choices: VendorChoices;
  /** Paths that differ from those of the operations. */
  readonly paths: Partial<Record<FreebitDocument, string>>;
  /** Milliseconds for one exchange of a read. */
  readonly readAttemptMs: number;
}

/** What every exchange on behalf of one call has to keep to. */
export interface ExchangeTerms {
  readonly deadline: Deadline;
  /** Ends a read that nobody waits for any more. */
  readonly signal?: AbortSignal | undefined;
  /** Counts what is sent on behalf of one call, from 1. */
  readonly nextAttempt: () => number;
}

/** One request and its answer, with an auth key that is given. Sends exactly once, or not at all. */
export class Exchange {
  constructor(
    private readonly transport: FreebitTransport,
    private readonly observer: FreebitObserver,
    private readonly options: ExchangeOptions,
  ) {}

  /** Resolves with success and refusals alike. Rejects when nothing was sent, or no answer could be read. */
  async run<Input>(
    operation: Operation<Input, unknown>,
    input: Input,
    { key, ...terms }: ExchangeTerms & { readonly key: AuthKey },
  ): Promise<Envelope> {
    const { document, effect } = operation;
    const timeoutMs = this.timeLeft(operation, terms);
    const path = this.options.paths[document] ?? operation.path;
    const json = JSON.stringify({ authKey: key.value, ...operation.encode(input, this.options.choices) });
    const startedMs = performance.now();
    const attempt = terms.nextAttempt();
    const tell = (result: string) =>
      this.observer.exchanged({ document, result, attempt, ms: performance.now() - startedMs });
    try {
      const answer = await this.transport.send({
        path,
        json,
        connection: effect === 'read' ? 'kept' : 'fresh',
        timeoutMs,
        signal: terms.signal,
      });
      const envelope = readEnvelope(answer.text, answer.httpStatus, effect);
      tell(envelope.detailCode);
      return envelope;
    } catch (error) {
      tell(failureOf(error)?.kind ?? 'bug');
      throw error;
    }
  }

  private timeLeft(
    { document, effect }: Operation<never, unknown>,
    { deadline, signal }: Pick<ExchangeTerms, 'deadline' | 'signal'>,
  ): number {
    if (signal?.aborted) throw new FreebitError(document, { kind: 'abandoned' });
    const timeoutMs = Math.min(
      effect === 'read' ? this.options.readAttemptMs : Infinity,
      deadline.remainingMs,
    );
    // A request without any time left is still sent by the libraries, and its answer never heard.
    if (timeoutMs === 0) throw new FreebitError(document, { kind: 'not_attempted', retryAfterSeconds: 1 });
    return timeoutMs;
  }
}
