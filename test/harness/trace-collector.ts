import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as it was sent, with its attributes as one object. */
export interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly kind: 'server' | 'client';
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, string | number>>;
}

interface WireSpan extends Pick<ReceivedSpan, 'name' | 'traceId' | 'spanId' | 'parentSpanId'> {
  readonly kind: number;
  readonly status: { readonly code: number };
  readonly attributes: readonly {
    readonly key: string;
    readonly value: { readonly stringValue?: string; readonly intValue?: number };
  }[];
}

interface WireRequest {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly WireSpan[] }[];
  }[];
}

const PATIENCE_MS = 20_000;
const POLL_MS = 20;

/** A collector of OTLP over HTTP in JSON that keeps everything it receives. */
export class TraceCollector {
  /** Everything that was received: request lines, headers and bodies. */
  readonly received: string[] = [];
  readonly spans: ReceivedSpan[] = [];
  /** Whether it accepts requests but never answers them. */
  isSilent = false;
  status = 200;

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      void this.take(request).then(() => {
        if (!this.isSilent) response.writeHead(this.status, { 'Content-Type': 'application/json' }).end('{}');
      });
    });
  }

  static async start(): Promise<TraceCollector> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TraceCollector(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The spans of one trace, once there are this many. */
  async trace(traceId: string, count: number): Promise<ReceivedSpan[]> {
    return this.until(() => this.spans.filter((span) => span.traceId === traceId), count);
  }

  /** The spans of one kind, once there are this many. */
  async ofKind(kind: ReceivedSpan['kind'], count: number): Promise<ReceivedSpan[]> {
    return this.until(() => this.spans.filter((span) => span.kind === kind), count);
  }

  forget(): void {
    this.received.length = 0;
    this.spans.length = 0;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async until(found: () => ReceivedSpan[], count: number): Promise<ReceivedSpan[]> {
    const giveUpAt = performance.now() + PATIENCE_MS;
    while (found().length < count && performance.now() < giveUpAt)
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    return found();
  }

  private async take(request: IncomingMessage): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    this.received.push(`${request.method} ${request.url}\n${request.rawHeaders.join('\n')}\n${body}`);
    if (request.url !== '/v1/traces') return;
    const { resourceSpans } = JSON.parse(body) as WireRequest;
    this.spans.push(
      ...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans.map(toSpan))),
    );
  }
}

function toSpan({ name, traceId, spanId, parentSpanId, kind, status, attributes }: WireSpan): ReceivedSpan {
  const entries = attributes.map(
    ({ key, value }) => [key, value.stringValue ?? value.intValue ?? 0] as const,
  );
  return {
    ...{ name, traceId, spanId, parentSpanId },
    kind: kind === 2 ? 'server' : 'client',
    failed: status.code === 2,
    attributes: Object.fromEntries(entries),
  };
}
