import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from '../observability/metrics';
import { statusOf, type Readiness } from './readiness';

/** Its clients are few and near: the platform and Prometheus. */
const LIMITS = {
  headersTimeout: 5_000,
  requestTimeout: 5_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 8_192,
};

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Health and metrics on a port of their own, which shares neither connections nor limits with the port of the API. It
 * answers until the process ends.
 */
export class ManagementServer {
  private readonly server: Server;

  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
  ) {
    this.server = createServer(LIMITS, (request, response) => {
      this.answer(request).then(
        (answer) => send(request, response, answer),
        () => send(request, response, plain(500)),
      );
    });
  }

  /** Resolves with the port, which the system chooses for 0. Rejects with the error of the system. */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, resolve);
    });
    return (this.server.address() as AddressInfo).port;
  }

  private async answer({ method = '', url = '' }: IncomingMessage): Promise<Answer> {
    const [path = ''] = url.split('?', 1);
    const serve = this.routes[path];
    if (serve === undefined) return plain(404);
    return method === 'GET' || method === 'HEAD' ? await serve() : plain(405);
  }

  private readonly routes: Partial<Record<string, () => Promise<Answer>>> = {
    '/health/live': async () => json(200, { status: 'ok' }),
    '/health/ready': async () => {
      const state = await this.readiness.state();
      return json(statusOf(state), state);
    },
    '/metrics': async () => ({ status: 200, type: METRICS_TYPE, body: await this.metrics.read() }),
  };
}

function json(status: number, value: object): Answer {
  return { status, type: JSON_TYPE, body: JSON.stringify(value) };
}

function plain(status: 404 | 405 | 500): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: '' };
}

function send({ method }: IncomingMessage, response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    ...(status === 405 && { Allow: 'GET, HEAD' }),
  });
  response.end(method === 'HEAD' ? undefined : body);
}
