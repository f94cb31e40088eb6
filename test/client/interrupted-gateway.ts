import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to one request on its way. */
export type Interruption =
  /** The gateway answers, but the connection breaks before the answer arrives. */
  | 'answer lost'
  /** The gateway answers, and only half of it comes through. */
  | 'answer cut'
  /** A proxy answers 502 with a page of its own; the gateway sees nothing. */
  | 'bad gateway'
  /** The answer of a gateway that has too much to do, with Retry-After; nothing else happens. */
  | 'overloaded';

/** A proxy in front of a gateway that interrupts requests as planned, one after the other. */
export class InterruptedGateway {
  /** Method, path and Idempotency-Key of every request, in order. */
  readonly seen: { readonly method: string; readonly path: string; readonly key: string | undefined }[] = [];
  readonly #waiting: Interruption[] = [];

  private constructor(
    readonly url: string,
    private readonly server: Server,
  ) {}

  static async start(gatewayUrl: string): Promise<InterruptedGateway> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const proxy = new InterruptedGateway(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      server,
    );
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void proxy.#pass(gatewayUrl, request, response);
    });
    return proxy;
  }

  /** Plans what happens to the next requests. */
  interrupt(...interruptions: Interruption[]): void {
    this.#waiting.push(...interruptions);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  async #pass(gatewayUrl: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    const key = headers['idempotency-key'] as string | undefined;
    this.seen.push({ method, path, key });
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const interruption = this.#waiting.shift();
    if (interruption === 'bad gateway') {
      response.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>502 Bad Gateway</h1>');
      return;
    }
    if (interruption === 'overloaded') {
      const headers = { 'Content-Type': 'application/problem+json', 'Retry-After': '1' };
      response.writeHead(503, headers).end(JSON.stringify({ code: 'OVERLOADED', retryable: true }));
      return;
    }
    const passed = ['x-api-key', 'idempotency-key', 'content-type', 'x-on-behalf-of'];
    const answer = await fetch(gatewayUrl + path, {
      method,
      headers: Object.fromEntries(
        passed.flatMap((name) => (headers[name] ? [[name, headers[name] as string]] : [])),
      ),
      body: chunks.length ? Buffer.concat(chunks) : null,
    });
    const text = await answer.text();
    if (interruption === 'answer lost') {
      response.destroy();
      return;
    }
    for (const [name, value] of answer.headers) {
      if (!['content-encoding', 'transfer-encoding', 'connection'].includes(name))
        response.setHeader(name, value);
    }
    response.writeHead(answer.status, { 'Content-Length': Buffer.byteLength(text) });
    if (interruption === 'answer cut') response.write(text.slice(0, 20), () => response.destroy());
    else response.end(text);
  }
}
