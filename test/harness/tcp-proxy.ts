import { connect, createServer, type Server, type Socket } from 'node:net';
import { resetSocket } from './reset-socket';

interface Link {
  readonly near: Socket;
  readonly far: Socket;
}

/** A TCP proxy that disturbs its connections when the test tells it to. `heal` undoes everything. */
export class TcpProxy {
  /** The delay of each chunk of data, in each direction. */
  latencyMs = 0;
  /** Replaces these ports in replies, so that a client also uses proxies for the servers that it learns about here. */
  renamedPorts: ReadonlyMap<number, number> = new Map();
  private readonly links = new Set<Link>();
  private server?: Server;
  private blackHoled = false;
  private droppingReplies = false;
  private boundPort = 0;

  private constructor(private readonly target: { readonly host: string; readonly port: number }) {}

  static async start(port: number, host = '127.0.0.1'): Promise<TcpProxy> {
    const proxy = new TcpProxy({ host, port });
    await proxy.listen();
    return proxy;
  }

  get port(): number {
    return this.boundPort;
  }

  /** The number of current connections. */
  get connections(): number {
    return this.links.size;
  }

  /** A silent partition: connections stay open but nothing passes; data arrives late, after `heal`. */
  blackHole(): void {
    this.blackHoled = true;
    for (const { near, far } of this.links) [near, far].forEach((socket) => socket.pause());
  }

  /** Requests arrive and are executed; their replies are lost. */
  dropReplies(): void {
    this.droppingReplies = true;
  }

  /** Resets (RST) every open connection; new ones work. */
  reset(): void {
    for (const { near, far } of this.links) [near, far].forEach(resetSocket);
  }

  /** Resets every connection and refuses new ones. */
  async sever(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    const closed = new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    this.reset();
    await closed;
  }

  /** Removes all faults, on the same port. */
  async heal(): Promise<void> {
    this.latencyMs = 0;
    this.blackHoled = false;
    this.droppingReplies = false;
    for (const { near, far } of this.links) [near, far].forEach((socket) => socket.resume());
    if (!this.server) await this.listen();
  }

  close(): Promise<void> {
    return this.sever();
  }

  private listen(): Promise<void> {
    const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => this.join(near));
    this.server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.boundPort, '127.0.0.1', () => {
        const address = server.address();
        if (typeof address === 'object' && address) this.boundPort = address.port;
        resolve();
      });
    });
  }

  private join(near: Socket): void {
    const far = connect({ ...this.target, noDelay: true, allowHalfOpen: true });
    const link = { near, far };
    this.links.add(link);
    this.forward(near, far, (request) => request);
    this.forward(far, near, (reply) => (this.droppingReplies ? null : this.renamed(reply)));
    const part = () => {
      this.links.delete(link);
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.on('error', () => {}).once('close', part);
    if (this.blackHoled) [near, far].forEach((socket) => socket.pause());
  }

  private forward(from: Socket, to: Socket, passing: (data: Buffer) => Buffer | null): void {
    let before: Promise<unknown> = Promise.resolve();
    const inOrder = (act: () => void) => {
      const held =
        this.latencyMs > 0 ? new Promise((resolve) => setTimeout(resolve, this.latencyMs)) : undefined;
      before = Promise.all([before, held]).then(() => to.destroyed || act());
    };
    from.on('data', (data) => {
      const passed = passing(data);
      if (passed !== null) inOrder(() => void to.write(passed));
    });
    from.on('end', () => inOrder(() => void to.end()));
  }

  private renamed(reply: Buffer): Buffer {
    if (this.renamedPorts.size === 0) return reply;
    let text = reply.toString('latin1');
    for (const [port, replacement] of this.renamedPorts)
      text = text.replaceAll(inRedisReply(port), () => inRedisReply(replacement));
    return Buffer.from(text, 'latin1');
  }
}

/** Redis puts the length of a text before it. */
function inRedisReply(port: number): string {
  return `\r\n$${String(port).length}\r\n${port}\r\n`;
}
