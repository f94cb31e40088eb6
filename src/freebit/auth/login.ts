import type { FreebitObserver } from '../freebit-observer';
import { authentication } from '../operations/authentication/authentication';
import { TransportError, type TransportFailure } from '../transport/transport-error';
import type { FreebitTransport } from '../transport/freebit-transport';
import { readEnvelope, SUCCESS } from '../wire/envelope';
import { UnreadableAnswer } from '../wire/unreadable-answer';
import { WireReader } from '../wire/wire-reader';
import { refusalOf } from '../result-codes';
import { LoginFailed } from './login-failed';

export interface LoginOptions {
  readonly oemId: string;
  readonly oemKey: string;
  readonly path: string;
  readonly timeoutMs: number;
}

/** PA01-01: changes the OEM's credentials into an auth key. */
export class Login {
  constructor(
    private readonly transport: FreebitTransport,
    private readonly observer: FreebitObserver,
    private readonly options: LoginOptions,
  ) {}

  /** Rejects with `LoginFailed`; its failure is `refused` only when Freebit said no to the credentials. */
  async run(): Promise<string> {
    const startedMs = performance.now();
    try {
      const authKey = await this.exchange();
      this.observer.login('ok', performance.now() - startedMs);
      return authKey;
    } catch (error) {
      const failed = error instanceof LoginFailed ? error : new LoginFailed({ kind: this.kindOf(error) });
      this.observer.login(failed.failure.kind, performance.now() - startedMs);
      throw failed;
    }
  }

  private async exchange(): Promise<string> {
    const { oemId, oemKey, path, timeoutMs } = this.options;
    const json = JSON.stringify({ oemId, oemKey });
    const answer = await this.transport.send({ path, json, connection: 'fresh', timeoutMs });
    const { detailCode, statusCode, body } = readEnvelope(answer.text, answer.httpStatus, 'read');
    if (detailCode !== SUCCESS) {
      const credential = refusalOf(detailCode) !== 'unexpected_error';
      throw new LoginFailed(
        credential ? { kind: 'refused', detailCode, statusCode } : { kind: 'unreadable' },
      );
    }
    return authentication.decode(new WireReader(body), { oemId, oemKey }).authKey;
  }

  private kindOf(error: unknown): TransportFailure {
    if (error instanceof TransportError) return error.failure;
    if (!(error instanceof UnreadableAnswer)) this.observer.bug(authentication.document, error);
    return 'unreadable';
  }
}
