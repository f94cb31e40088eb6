import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Limits for connections. */
export interface ConnectionLimits {
  readonly connections: number;
  /** Connections of one address without a valid credential so far. */
  readonly strangersPerAddress: number;
  readonly requestsPerConnection: number;
  /**
   * How long a connection may be open before its first byte, in milliseconds. Load balancers connect long before they
   * have a request.
   */
  readonly silentMs: number;
  /** How long an answer may wait for its reader without any progress, in milliseconds. */
  readonly unreadMs: number;
}

/** The caller whose credential came on a connection; null for a stranger. */
type Holder = string | null;

interface Connection {
  readonly socket: Socket;
  readonly address: string;
  readonly openedAtMs: number;
  holder: Holder;
  /** Requests so far. */
  served: number;
  /** Answers that are not sent yet; several if requests are pipelined. */
  readonly answers: Set<ServerResponse>;
  /** Bytes that wait for the reader, and since when that number has not changed. */
  unread: number;
  unreadSinceMs: number;
}

/** How often silent and unread connections are checked, in milliseconds. */
const SWEEP_MS = 1_000;

/**
 * Limits the connections: those of one address without a valid credential, and all together. When there are too many,
 * the one that was opened first and is idle is closed for the new one, so that idle connections never block others. It
 * is taken from the caller with the most connections; strangers count together as one caller.
 */
export class Connections {
  /** In the order of arrival. */
  private readonly open = new Map<Socket, Connection>();
  private readonly held = new Map<Holder, Set<Connection>>();
  /** The number of strangers. */
  private readonly ofAddress = new Map<string, number>();

  constructor(
    private readonly server: Server,
    private readonly limits: ConnectionLimits,
  ) {
    server.on('connection', (socket: Socket) => this.opened(socket));
    const sweep = setInterval(() => this.closeSilentAndUnread(), SWEEP_MS).unref();
    server.on('close', () => clearInterval(sweep));
  }

  /** A valid credential of this caller was sent on this connection. */
  trust(socket: Socket, caller: string): void {
    const connection = this.open.get(socket);
    if (connection === undefined || connection.holder === caller) return;
    this.leave(connection);
    connection.holder = caller;
    this.join(connection);
  }

  /** Whether no valid credential was sent on this connection so far. */
  isStranger(socket: Socket): boolean {
    return this.open.get(socket)?.holder === null;
  }

  /** A request came on this connection. Returns how many answers wait there, this one included. */
  requested(socket: Socket, answer: ServerResponse): number {
    const connection = this.open.get(socket);
    if (connection === undefined) return 0;
    connection.served++;
    // Node only announces the last request of a connection, and still answers further requests without a body.
    if (connection.served >= this.limits.requestsPerConnection) answer.shouldKeepAlive = false;
    const { answers } = connection;
    answers.add(answer);
    answer.once('close', () => answers.delete(answer));
    return answers.size;
  }

  /**
   * Closes idle connections and those that have sent nothing yet, which Node does not; with `halfSent`, also those with
   * an incomplete request.
   */
  closeUnused(halfSent: boolean): void {
    this.server.closeIdleConnections();
    for (const { socket, answers } of this.open.values()) {
      const all = [...answers];
      if (all.length === 0 || (halfSent && all.every(({ req }) => !req.complete))) socket.destroy();
    }
  }

  private opened(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const nowMs = performance.now();
    const connection: Connection = {
      ...{ socket, address, openedAtMs: nowMs, holder: null, served: 0, answers: new Set() },
      ...{ unread: 0, unreadSinceMs: nowMs },
    };
    this.open.set(socket, connection);
    this.join(connection);
    socket.once('close', () => {
      this.forget(connection);
      endUnsent(connection.answers);
    });
    if ((this.ofAddress.get(address) ?? 0) > this.limits.strangersPerAddress)
      this.closeIdle(this.held.get(null) ?? new Set(), address);
    if (this.open.size > this.limits.connections) this.closeOne();
  }

  private join(connection: Connection): void {
    const { holder, address } = connection;
    const others = this.held.get(holder) ?? new Set();
    this.held.set(holder, others.add(connection));
    if (holder === null) this.ofAddress.set(address, (this.ofAddress.get(address) ?? 0) + 1);
  }

  private leave(connection: Connection): void {
    const { holder, address } = connection;
    const others = this.held.get(holder);
    others?.delete(connection);
    if (others?.size === 0) this.held.delete(holder);
    if (holder !== null) return;
    const left = (this.ofAddress.get(address) ?? 1) - 1;
    if (left === 0) this.ofAddress.delete(address);
    else this.ofAddress.set(address, left);
  }

  private forget(connection: Connection): void {
    if (this.open.delete(connection.socket)) this.leave(connection);
  }

  private closeOne(): void {
    const bySize = [...this.held.values()].sort((one, other) => other.size - one.size);
    bySize.some((connections) => this.closeIdle(connections));
  }

  /** Whether there was one to close. */
  private closeIdle(connections: ReadonlySet<Connection>, address?: string): boolean {
    for (const connection of connections) {
      if (connection.answers.size > 0 || (address !== undefined && connection.address !== address)) continue;
      connection.socket.destroy();
      this.forget(connection);
      return true;
    }
    return false;
  }

  private closeSilentAndUnread(): void {
    const nowMs = performance.now();
    for (const connection of this.open.values()) {
      const { socket, openedAtMs } = connection;
      const isSilent = socket.bytesRead === 0 && nowMs - openedAtMs >= this.limits.silentMs;
      if (isSilent || this.isUnread(connection, nowMs)) socket.destroy();
    }
  }

  private isUnread(connection: Connection, nowMs: number): boolean {
    const { writableLength } = connection.socket;
    if (writableLength === 0 || writableLength !== connection.unread) {
      connection.unread = writableLength;
      connection.unreadSinceMs = nowMs;
    }
    return nowMs - connection.unreadSinceMs >= this.limits.unreadMs;
  }
}

/**
 * When a connection with several answers closes, Node closes only the first one, which has the socket. This closes the
 * others; otherwise slots, files and memory that wait for their end would be kept for ever.
 */
function endUnsent(answers: ReadonlySet<ServerResponse>): void {
  for (const answer of [...answers].filter(({ socket }) => socket === null)) {
    answer.destroy();
    // As Node does with the first answer. Its types do not declare it.
    (answer as ServerResponse & { _closed: boolean })._closed = true;
    answer.emit('close');
  }
}
