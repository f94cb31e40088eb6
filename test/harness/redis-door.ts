import { connect, createServer, type Server, type Socket } from 'node:net';
import { resetSocket } from './reset-socket';
import { TcpProxy } from './tcp-proxy';

/**
 * The public address of a redis-server. Clients, replicas and Sentinels pass through a proxy each, so
 * that a test can cut off one kind and leave the others alone. The first bytes of a connection show its kind.
 */
export class RedisDoor {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly clients: TcpProxy,
    readonly replicas: TcpProxy,
    readonly sentinels: TcpProxy,
  ) {
    server.on('connection', (near: Socket) => {
      this.keep(near);
      near.once('data', (first) => this.passOn(near, first));
    });
  }

  static async start(redisPort: number): Promise<RedisDoor> {
    const proxies = [1, 2, 3].map(() => TcpProxy.start(redisPort));
    const [clients, replicas, sentinels] = (await Promise.all(proxies)) as [TcpProxy, TcpProxy, TcpProxy];
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new RedisDoor(server, clients, replicas, sentinels);
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  /** Heals all three proxies. */
  async heal(): Promise<void> {
    await Promise.all([this.clients.heal(), this.replicas.heal(), this.sentinels.heal()]);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await Promise.all([closed, this.clients.close(), this.replicas.close(), this.sentinels.close()]);
  }

  private passOn(near: Socket, first: Buffer): void {
    const far = connect({ port: this.proxyFor(first.toString('latin1')).port, noDelay: true });
    this.keep(far);
    far.write(first);
    near.pipe(far).pipe(near);
    far.once('error', () => resetSocket(near)).once('close', () => near.destroy());
    near.once('error', () => resetSocket(far)).once('close', () => far.destroy());
  }

  /** A Sentinel first sends its name, a replica a single PING. */
  private proxyFor(first: string): TcpProxy {
    if (first.includes('\r\nsentinel-')) return this.sentinels;
    return /^(\*1\r\n\$4\r\n)?PING\r\n/i.test(first) ? this.replicas : this.clients;
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => {}).once('close', () => this.sockets.delete(socket));
  }
}
