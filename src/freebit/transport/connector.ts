import { lookup } from 'node:dns/promises';
import { request } from 'node:http';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { buildConnector } from 'undici';

/** A client certificate and its key, as PEM texts. */
export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
  readonly passphrase?: string | undefined;
}

export interface ConnectorOptions {
  /** Milliseconds until a connection is open: all addresses of a name, a proxy, and TLS. */
  readonly connectTimeoutMs: number;
  /** A proxy for a tunnel; credentials in it are sent as `Proxy-Authorization`. */
  readonly proxy?: URL | null | undefined;
  readonly clientCertificate?: ClientCertificate | undefined;
}

/** A socket that is ready for the first byte of a request, or the code of the reason why there is none. */
export type Opened =
  | { readonly kind: 'open'; readonly socket: Socket }
  | { readonly kind: 'unreachable'; readonly cause: string };

/** RFC 8305: how long one address is tried before the next is tried in parallel, in milliseconds. */
const NEXT_ADDRESS_AFTER_MS = 250;
const TCP = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 };

/** Registers a socket, to be destroyed if the attempt as a whole fails. */
type Track = (socket: Socket) => Socket;

/** Opens connections to one origin: TCP to the address that answers first, a tunnel if there is a proxy, TLS. */
export class Connector {
  private readonly secure: buildConnector.connector;

  constructor(
    private readonly origin: URL,
    private readonly options: ConnectorOptions,
  ) {
    const { cert, key, passphrase } = options.clientCertificate ?? {};
    // The library's own timer ticks only every half second, so it is off: ours ends the attempt.
    this.secure = buildConnector({
      timeout: 0,
      rejectUnauthorized: true,
      ...(cert !== undefined && { cert, key }),
      ...(passphrase !== undefined && { passphrase }),
    });
  }

  /** Never rejects. Takes no longer than the options and `withinMs` allow. */
  open(withinMs = Infinity): Promise<Opened> {
    const sockets = new Set<Socket>();
    const track: Track = (socket) => {
      sockets.add(socket.on('error', () => {}));
      return socket;
    };
    return new Promise((resolve) => {
      const fail = (cause: string) => {
        clearTimeout(timer);
        for (const socket of sockets) socket.destroy();
        resolve({ kind: 'unreachable', cause });
      };
      const timeoutMs = Math.min(withinMs, this.options.connectTimeoutMs);
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        fail('ETIMEDOUT');
      }, timeoutMs);
      this.dial(track).then(
        (socket) => {
          clearTimeout(timer);
          if (late) socket.destroy();
          else resolve({ kind: 'open', socket });
        },
        (error: unknown) => fail(causeOf(error)),
      );
    });
  }

  private async dial(track: Track): Promise<Socket> {
    const { origin } = this;
    const { proxy } = this.options;
    const tcp = await connectByName(proxy ?? origin, track);
    const through = proxy ? await openTunnel(proxy, origin, tcp, track) : tcp;
    return origin.protocol === 'https:' ? await this.startTls(through, track) : through;
  }

  private startTls(httpSocket: Socket, track: Track): Promise<Socket> {
    const { hostname, host, port } = this.origin;
    return new Promise((resolve, reject) => {
      const options = { hostname, host, port: port || '443', protocol: 'https:', httpSocket };
      this.secure(options, (error, socket) => {
        if (error) reject(error);
        else resolve(track(socket));
      });
    });
  }
}

/** Rejects with the most informative error of all addresses. */
async function connectByName({ hostname, port, protocol }: URL, track: Track): Promise<Socket> {
  const found = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true });
  const addresses = found.map(({ address }) => address);
  return await connectToFirst(addresses, Number(port) || (protocol === 'https:' ? 443 : 80), track);
}

/**
 * Connects to the address that answers first. The next address is tried when the previous one has failed, or has not
 * answered within 250 ms; that attempt then continues in parallel. An address without a route costs nothing. Rejects if
 * none can be reached.
 */
export function connectToFirst(
  addresses: readonly string[],
  port: number,
  track: Track = (socket) => socket,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const attempts = new Set<Socket>();
    const errors: Error[] = [];
    let next = 0;
    let timer: NodeJS.Timeout | undefined;
    const tryNext = () => {
      clearTimeout(timer);
      const host = addresses[next++];
      if (host === undefined) return;
      if (next < addresses.length) timer = setTimeout(tryNext, NEXT_ADDRESS_AFTER_MS);
      const socket = track(connectTcp({ host, port, ...TCP }));
      attempts.add(socket);
      socket.once('connect', () => {
        clearTimeout(timer);
        for (const other of attempts) if (other !== socket) other.destroy();
        next = addresses.length;
        resolve(socket);
      });
      socket.once('error', (error) => {
        errors.push(error);
        if (errors.length === addresses.length) reject(mostTelling(errors));
        else tryNext();
      });
    };
    if (addresses.length === 0) reject(mostTelling([]));
    tryNext();
  });
}

/** "No route" to one address says less than the answer of another address. */
function mostTelling(errors: readonly Error[]): Error {
  const saysLittle = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT']);
  return errors.find((error) => !saysLittle.has(causeOf(error))) ?? errors[0] ?? new Error('no address');
}

/** Asks a proxy for a tunnel to the origin. Rejects with `PROXY_<status>` if it refuses. */
async function openTunnel(proxy: URL, origin: URL, tcp: Socket, track: Track): Promise<Socket> {
  const socket = proxy.protocol === 'https:' ? await startProxyTls(proxy, tcp, track) : tcp;
  const target = `${origin.hostname}:${origin.port || (origin.protocol === 'https:' ? '443' : '80')}`;
  const { username, password } = proxy;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const authorization = { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
  return await new Promise((resolve, reject) => {
    const connecting = request({
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...((username || password) && authorization) },
      createConnection: () => socket,
    });
    connecting.once('error', reject);
    connecting.once('connect', ({ statusCode = 0 }, tunnel: Socket, head: Buffer) => {
      if (statusCode < 200 || statusCode > 299) {
        reject(Object.assign(new Error('the proxy refused'), { code: `PROXY_${statusCode}` }));
        return;
      }
      if (head.length > 0) tunnel.unshift(head);
      resolve(tunnel);
    });
    connecting.end();
  });
}

function startProxyTls(proxy: URL, tcp: Socket, track: Track): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const secure = track(connectTls({ socket: tcp, servername: proxy.hostname, host: proxy.hostname }));
    secure.once('error', reject).once('secureConnect', () => resolve(secure));
  });
}

/** The code of an error, which never holds a value: `ENOTFOUND`, `ERR_SSL_WRONG_VERSION_NUMBER`, `PROXY_407`. */
function causeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return /^[A-Z][A-Z0-9_]{1,59}$/.test(code) ? code : 'UNKNOWN';
}
