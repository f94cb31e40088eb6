import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** A proxy that opens tunnels, and requires credentials if some are given. */
export class ConnectProxy {
  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    /** The host and the credentials of each requested tunnel. */
    readonly asked: (string | undefined)[][],
  ) {}

  static async start(wanted?: string): Promise<ConnectProxy> {
    const asked: (string | undefined)[][] = [];
    const server = createServer().on('connect', (request, socket: Socket, head: Buffer) => {
      asked.push([request.url, request.headers['proxy-authorization']]);
      if (request.headers['proxy-authorization'] !== wanted) {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      const { hostname, port } = new URL(`http://${request.url}`);
      const through = connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        through.write(head);
        socket.pipe(through).pipe(socket);
      });
      for (const one of [socket, through]) one.on('error', () => {});
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ConnectProxy(server, asked);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
