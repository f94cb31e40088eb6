import { createServer, type Server, type Socket } from 'node:net';
import { json } from './upstream-answers';
import { takeRequest, type UpstreamRequest } from './upstream-request';
import type { UpstreamScript } from './upstream-script';

const OK = { resultCode: '100', status: { message: 'OK', statusCode: '200' } };

/** An HTTP server whose answers are scripted down to the byte, and which records its requests. */
export class ScriptedUpstream {
  /** The auth key that a login returns unless the test scripts the login itself. */
  readonly authKey = 'scripted-auth-key';
  /** Complete requests in the order of arrival, logins included. */
  readonly requests: UpstreamRequest[] = [];
  private readonly scripts = new Map<string, UpstreamScript[]>();
  private readonly sockets = new Set<Socket>();
  private readonly arrivals = new Set<() => void>();
  private socketIds = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {
    server.on('connection', (socket) => this.serve(socket));
    this.answer('/authOem/', json({ ...OK, authKey: this.authKey }));
    this.answer('*', json(OK));
  }

  static start(): Promise<ScriptedUpstream> {
    const server = createServer({ noDelay: true });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        const port = typeof address === 'object' && address ? address.port : 0;
        resolve(new ScriptedUpstream(server, `http://127.0.0.1:${port}`));
      });
    });
  }

  /** Answers requests to a path (`*`: any other) with the scripts in turn; the last one stays. */
  answer(path: string, ...scripts: [UpstreamScript, ...UpstreamScript[]]): this {
    this.scripts.set(path, scripts);
    return this;
  }

  /** The number of connections ever opened to it. */
  get connections(): number {
    return this.socketIds;
  }

  /** The requests to one path. */
  requestsTo(path: string): UpstreamRequest[] {
    return this.requests.filter((request) => request.path === path);
  }

  /** The executed requests, of one path if it is given. */
  executions(path?: string): UpstreamRequest[] {
    return this.requests.filter((request) => request.executed && (path ?? request.path) === request.path);
  }

  /** Resolves once a path has received this many requests. */
  async received(path: string, times = 1): Promise<void> {
    while (this.requestsTo(path).length < times) {
      await new Promise<void>((resolve) => this.arrivals.add(resolve));
    }
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private serve(socket: Socket): void {
    const socketId = ++this.socketIds;
    let received: Buffer = Buffer.alloc(0);
    this.sockets.add(socket);
    socket.on('error', () => {}).once('close', () => this.sockets.delete(socket));
    socket.on('data', (data) => {
      received = Buffer.concat([received, data]);
      for (let taken = takeRequest(received, socketId); taken; taken = takeRequest(received, socketId)) {
        received = taken.rest;
        this.play(taken.request, socket);
      }
    });
  }

  private play(request: UpstreamRequest, socket: Socket): void {
    this.requests.push(request);
    for (const arrived of this.arrivals) arrived();
    this.arrivals.clear();
    const scripts = this.scripts.get(request.path) ?? this.scripts.get('*') ?? [];
    const script = scripts.length > 1 ? scripts.shift() : scripts[0];
    const wait = (ms: number) => waitOn(socket, ms);
    Promise.resolve(script?.({ request, socket, wait })).catch(() => socket.destroy());
  }
}

function waitOn(socket: Socket, ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const onClose = () => {
      clearTimeout(timer);
      reject(new Error('the connection is gone'));
    };
    const timer = setTimeout(() => {
      socket.off('close', onClose);
      resolve();
    }, ms);
    if (socket.destroyed) onClose();
    else socket.once('close', onClose);
  });
}
