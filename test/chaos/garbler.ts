import { connect, createServer, type Server, type Socket } from 'node:net';

/** Begins no RESP reply. With `#`, which does, a client would take each chunk for the reply to another command. */
const NONSENSE = 'x';

/** A TCP proxy that can turn replies into garbage. */
export class Garbler {
  garbling = false;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on('connection', (near) => this.join(near));
  }

  static start(target: number): Promise<Garbler> {
    const server = createServer({ noDelay: true });
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve(new Garbler(server, target)));
    });
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private join(near: Socket): void {
    const far = connect({ port: this.target, host: '127.0.0.1', noDelay: true });
    near.on('data', (data) => void far.write(data));
    far.on('data', (data) => void near.write(this.garbling ? Buffer.alloc(data.length, NONSENSE) : data));
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket
        .on('error', () => {})
        .once('close', () => {
          this.sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
    }
  }
}
