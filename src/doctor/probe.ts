import { isAscii, isUtf8 } from 'node:buffer';
import type { BodyEncoding } from '../config/body-encodings';
import type { Config } from '../config/config';
import { BrokenExchange, Connection, type HttpAnswer } from '../freebit/transport/connection';
import { Connector } from '../freebit/transport/connector';
import { proxyFor } from '../freebit/transport/egress-proxy';
import { readAnswer } from '../freebit/wire/answer-body';
import { encodeBody } from '../freebit/wire/body-encoding';
import { readEnvelope, type Envelope } from '../freebit/wire/envelope';
import { UnreadableAnswer } from '../freebit/wire/unreadable-answer';

/** Path and encoding of a call. */
export interface Way {
  /** Below the base URL. */
  readonly path: string;
  readonly encoding: BodyEncoding;
}

/** The result of one request. */
export type Heard =
  | {
      readonly kind: 'answer';
      readonly httpStatus: number;
      readonly envelope: Envelope;
      readonly text: string;
    }
  /** `why` names fields at most. */
  | { readonly kind: 'unreadable'; readonly httpStatus: number; readonly why: string }
  /** `cause` is a code such as `ECONNREFUSED`, or the way in which the exchange failed. */
  | { readonly kind: 'broken'; readonly cause: string };

const MAX_BYTES = 1024 * 1024;

/**
 * Sends reads to Freebit one by one, each over its own connection, and keeps more of the answer than the gateway needs.
 */
export class Probe {
  private readonly origin: URL;
  private readonly connector: Connector;
  /** The charsets of the answers, such as `Shift_JIS, labelled UTF-8`. */
  readonly charsets = new Set<string>();

  constructor(private readonly config: Config['freebit']) {
    this.origin = new URL(config.baseUrl);
    const { connectTimeoutMs, clientCertificate } = config;
    const proxy = proxyFor(this.origin, config.proxy);
    this.connector = new Connector(this.origin, { connectTimeoutMs, clientCertificate, proxy });
  }

  async ask(way: Way, request: object): Promise<Heard> {
    await this.pause();
    const opened = await this.connector.open();
    if (opened.kind === 'unreachable') return { kind: 'broken', cause: opened.cause };
    const connection = new Connection(this.origin.origin, opened.socket);
    try {
      return this.hear(await this.send(connection, way, request));
    } catch (error) {
      if (error instanceof BrokenExchange) return { kind: 'broken', cause: error.kind };
      throw error;
    } finally {
      connection.close();
    }
  }

  /** Keeps to the configured rate. */
  private async pause(): Promise<void> {
    const { perSecond } = this.config.rate;
    if (perSecond > 0) await new Promise((resolve) => setTimeout(resolve, 1000 / perSecond));
  }

  private send(connection: Connection, { path, encoding }: Way, request: object): Promise<HttpAnswer> {
    const { contentType, body } = encodeBody[encoding](JSON.stringify(request));
    return connection.exchange({
      path: `${this.origin.pathname.replace(/\/$/, '')}${path}`,
      headers: ['accept', 'application/json', 'content-type', contentType],
      ...{ body, timeoutMs: this.config.readAttemptMs, maxBytes: MAX_BYTES },
    });
  }

  private hear({ status: httpStatus, header, body }: HttpAnswer): Heard {
    const headers = { contentType: header('content-type'), contentEncoding: header('content-encoding') };
    try {
      const read = readAnswer(body, headers, MAX_BYTES);
      this.noteCharset(body, headers.contentType);
      if (Object.hasOwn(read.body, 'result_code'))
        return { kind: 'unreadable', httpStatus, why: 'names of fields are in snake_case' };
      return {
        kind: 'answer',
        httpStatus,
        envelope: readEnvelope(read.body, httpStatus, 'read'),
        text: read.text,
      };
    } catch (error) {
      if (!(error instanceof UnreadableAnswer)) throw error;
      return { kind: 'unreadable', httpStatus, why: error.message };
    }
  }

  /** ASCII is the same in all charsets and says nothing. */
  private noteCharset(body: Buffer, contentType: string): void {
    if (isAscii(body)) return;
    const [, label = 'nothing'] = /charset\s*=\s*["']?([^\s;,"']{1,20})/i.exec(contentType) ?? [];
    this.charsets.add(`${isUtf8(body) ? 'UTF-8' : 'Shift_JIS or alike'}, labelled ${label}`);
  }
}

/** A failed request in a few words. */
export function inWords(heard: Heard): string {
  if (heard.kind === 'broken') return heard.cause;
  if (heard.kind === 'unreadable') return `HTTP ${heard.httpStatus}, ${heard.why}`;
  return `HTTP ${heard.httpStatus}, code ${heard.envelope.detailCode}`;
}
