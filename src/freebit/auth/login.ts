import { authentication } from '../calls/authentication/authentication';
import { failed, retryAfterSeconds, type Failed } from '../freebit-error';
import type { FreebitObserver } from '../freebit-observer';
import { rejectionOf } from '../result-codes';
import type { FreebitTransport } from '../transport/freebit-transport';
import { SUCCESS } from '../wire/envelope';
import { UnreadableAnswer } from '../wire/unreadable-answer';
import { WireReader } from '../wire/wire-reader';

export interface LoginOptions {
  readonly oemId: string;
  readonly oemKey: string;
  readonly path: string;
  /** Milliseconds for the whole login, its connection included. */
  readonly timeoutMs: number;
}

/** The result of a login. A failure is `refused` only if Freebit rejected the credentials. */
export type LoginResult = { readonly kind: 'key'; readonly authKey: string } | Failed;

/** PA01-01: exchanges the OEM's credentials for an auth key. */
export class Login {
  constructor(
    private readonly transport: FreebitTransport,
    private readonly observer: FreebitObserver,
    private readonly options: LoginOptions,
  ) {}

  /** Rejects only for a bug. */
  async run(): Promise<LoginResult> {
    const startedMs = performance.now();
    const result = await this.exchange();
    this.observer.login(result.kind === 'key' ? 'ok' : result.failure.kind, performance.now() - startedMs);
    return result;
  }

  private async exchange(): Promise<LoginResult> {
    const { oemId, oemKey, path, timeoutMs } = this.options;
    const { document } = authentication;
    const endsAtMs = performance.now() + timeoutMs;
    const opened = await this.transport.open(timeoutMs);
    if (opened.kind === 'failed') return opened;
    const sent = await this.transport.send({
      ...{ document, path, effect: 'read', connection: opened.connection },
      json: JSON.stringify({ oemId, oemKey }),
      timeoutMs: Math.max(1, endsAtMs - performance.now()),
    });
    if (sent.kind === 'failed') return sent;
    const { detailCode, statusCode, body } = sent.envelope;
    if (detailCode !== SUCCESS) {
      const isWord = rejectionOf(detailCode) !== 'unexpected_error';
      return failed(isWord ? { kind: 'refused', detailCode, statusCode } : { kind: 'unreadable' });
    }
    try {
      return { kind: 'key', ...authentication.decode(new WireReader(body), { oemId, oemKey }) };
    } catch (error) {
      if (!(error instanceof UnreadableAnswer)) throw error;
      return failed({ kind: 'unreadable' });
    }
  }
}

/** The failure of calls while no login may be made. */
export function loginPaused(forMs: number): Failed {
  return failed({ kind: 'login_paused', retryAfterSeconds: retryAfterSeconds(forMs) });
}
