import type { Socket } from 'node:net';
import { Client, Pool, buildConnector, type Dispatcher } from 'undici';

export interface ConnectionLimits {
  /** Milliseconds until a connection must stand, TLS included. */
  readonly connectTimeoutMs: number;
  /** Connections kept open for reads. */
  readonly maxReadConnections: number;
}

/** A dispatcher for one exchange, and what is to be done with it afterwards. */
export interface Connection {
  readonly dispatcher: Dispatcher;
  /** Whether this error came before any connection stood, so that nothing can have been sent. */
  readonly neverConnected: (error: unknown) => boolean;
  readonly release: () => void;
}

/**
 * Connections to Freebit: kept open for reads, fresh for every write and login. A reset on a kept connection does not
 * tell whether the request arrived, so a write must not meet one; and a login must not queue behind reads that hang.
 */
export class Connections {
  private readonly connectFailures = new WeakSet<object>();
  private readonly pool: Pool;

  constructor(
    private readonly origin: string,
    private readonly limits: ConnectionLimits,
  ) {
    this.pool = new Pool(origin, {
      ...WITHOUT_TIMEOUTS,
      connect: this.connector(),
      connections: limits.maxReadConnections,
    });
  }

  kept(): Connection {
    return {
      dispatcher: this.pool,
      neverConnected: (error) => this.isConnectFailure(error),
      release: () => undefined,
    };
  }

  fresh(): Connection {
    let connected = false;
    const client = new Client(this.origin, {
      ...WITHOUT_TIMEOUTS,
      connect: this.connector(() => (connected = true)),
    });
    return {
      dispatcher: client,
      neverConnected: () => !connected,
      release: () => void client.destroy().catch(() => undefined),
    };
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }

  private connector(onConnected?: () => void): buildConnector.connector {
    // The library's own timer ticks only every half second, so it is off and ours ends the attempt.
    const connect = buildConnector({ timeout: 0, rejectUnauthorized: true }) as SocketConnector;
    return (options, callback) => {
      const socket = connect(options, (...result) => {
        const [error] = result;
        clearTimeout(timer);
        if (error) this.connectFailures.add(error);
        else onConnected?.();
        callback(...result);
      });
      const late = () => socket.destroy(new Error('no connection in time'));
      const timer = setTimeout(late, this.limits.connectTimeoutMs);
    };
  }

  private isConnectFailure(error: unknown): boolean {
    return typeof error === 'object' && error !== null && this.connectFailures.has(error);
  }
}

/** The connector as it is: its published type leaves out the socket that it returns. */
type SocketConnector = (...args: Parameters<buildConnector.connector>) => Socket;

/** One abort signal bounds each exchange from connect to the last byte; the library's own timeouts would only blur it. */
const WITHOUT_TIMEOUTS = { headersTimeout: 0, bodyTimeout: 0, pipelining: 1 };
