import { createServer, type Server, type Socket } from 'node:net';
import { Writable } from 'node:stream';
import type { Response } from 'supertest';
import { Gateway } from '../harness/gateway';
import { type ScriptedUpstream } from '../harness/scripted-upstream';
import type { UpstreamScript } from '../harness/upstream-script';
import { json } from '../harness/upstream-answers';

export const OEM_KEY = 'oem-key-secret';

/** Every call as a form. */
export const FORMS = {
  'PA01-01': 'form',
  'PA03-02': 'form',
  'PA04-04': 'form',
  'PA05-01': 'form',
  'PA05-21': 'form',
} as const;

const TRAFFIC = '/mvno/getTrafficInfo/';
const DETAIL = '/mvno/getDetail/';
const ADD_QUOTA = '/master/addSpec/';
const CHANGE_PLAN = '/mvno/changePlan/';
const OK = { resultCode: '100', status: { message: 'OK', statusCode: '200' } };

/** Makes the answer to a request from the correct body. */
export type Answer = (body: object) => UpstreamScript;

/** One route of the gateway, the call behind it, and the body of its success. */
export interface Route {
  readonly name: string;
  readonly path: string;
  readonly status: number;
  readonly good: (line: string) => object;
  readonly send: (gateway: Gateway, line: string) => Promise<Response>;
}

const idempotencyKey = (line: string) => `key-${line}-${Math.random()}`;

export const READS: readonly Route[] = [
  {
    name: 'GET traffic',
    path: TRAFFIC,
    status: 200,
    good: (account) => ({ ...OK, account, traffic: { today: 1, inRecentDays: '1,2', blackList: '20' } }),
    send: async (gateway, line) => gateway.http.get(`/sims/${line}/traffic`),
  },
  {
    name: 'GET sim',
    path: DETAIL,
    status: 200,
    good: (account) => ({
      ...OK,
      responseDatas: [{ resultCode: 100, kind: 'MVNO', account, state: 'active' }],
    }),
    send: async (gateway, line) => gateway.http.get(`/sims/${line}`),
  },
];

export const WRITES: readonly Route[] = [
  {
    name: 'POST quota',
    path: ADD_QUOTA,
    status: 201,
    good: () => OK,
    send: async (gateway, line) =>
      gateway.http
        .post(`/sims/${line}/quota`)
        .set('Idempotency-Key', idempotencyKey(line))
        .send({ amountMb: 100 }),
  },
  {
    name: 'PUT plan',
    path: CHANGE_PLAN,
    status: 200,
    good: () => ({ resultCode: 100, status: { message: 'OK', statusCode: 100 } }),
    send: async (gateway, line) =>
      gateway.http
        .put(`/sims/${line}/plan`)
        .set('Idempotency-Key', idempotencyKey(line))
        .send({ planCode: 'PLAN_1' }),
  },
];

let lines = 0;
/** A line that no earlier request has used. */
export const nextLine = () => `0801${String(++lines).padStart(7, '0')}`;

/** The gateway in this process in front of a scripted upstream, and its log. */
export class UpstreamBench {
  readonly log: string[] = [];
  private constructor(readonly upstream: ScriptedUpstream) {}
  gateway!: Gateway;

  static async start(
    upstream: ScriptedUpstream,
    { baseUrl = upstream.url, patience = PATIENT }: { baseUrl?: string; patience?: Patience } = {},
  ): Promise<UpstreamBench> {
    const bench = new UpstreamBench(upstream);
    const log = new Writable({
      write: (line: Buffer, _, done) => {
        bench.log.push(line.toString());
        done();
      },
    });
    bench.gateway = await Gateway.start(environment(baseUrl, patience), log);
    return bench;
  }

  /** Sends one request that the upstream answers with a version of the correct body. */
  async exchange(route: Route, answer: Answer): Promise<Exchanged> {
    const line = nextLine();
    this.upstream.answer(route.path, answer(route.good(line)));
    const before = this.upstream.requests.length;
    const startedAt = performance.now();
    const { status, body, text } = await route.send(this.gateway, line);
    const ms = performance.now() - startedAt;
    this.upstream.answer(route.path, json(OK));
    const sent = this.upstream.requests.slice(before).filter(({ path }) => path === route.path);
    const usedBefore = this.upstream.requests.slice(0, before).map(({ socketId }) => socketId);
    const onFreshSocket = sent.every(({ socketId }) => !usedBefore.includes(socketId));
    return {
      status,
      ms,
      code: body.code,
      outcome: body.outcome,
      text,
      line,
      sent: sent.length,
      onFreshSocket,
    };
  }

  /** Whether every route works. */
  async isWell(): Promise<boolean> {
    for (const route of [...READS, ...WRITES]) {
      const { status } = await this.exchange(route, json);
      if (status !== route.status) return false;
    }
    return true;
  }

  async close(): Promise<void> {
    await this.gateway.close();
    await this.upstream.close();
  }
}

export interface Exchanged {
  readonly status: number;
  readonly ms: number;
  readonly code: unknown;
  readonly outcome: unknown;
  readonly text: string;
  readonly line: string;
  /** How many requests the upstream has seen. */
  readonly sent: number;
  readonly onFreshSocket: boolean;
}

/** How long the gateway waits for one answer, and the deadline of its callers, in milliseconds. */
export interface Patience {
  readonly attemptMs: number;
  readonly deadlineMs: number;
}

/** Long enough for a busy machine, for tests in which nothing is late. */
const PATIENT: Patience = { attemptMs: 8_000, deadlineMs: 10_000 };
/** For tests in which everything is late. */
export const HASTY: Patience = { attemptMs: 400, deadlineMs: 600 };

function environment(baseUrl: string, { attemptMs, deadlineMs }: Patience): Record<string, string> {
  return {
    FREEBIT_BASE_URL: baseUrl,
    FREEBIT_OEM_KEY: OEM_KEY,
    FREEBIT_CONNECT_TIMEOUT_MS: '300',
    FREEBIT_READ_TIMEOUT_MS: `${attemptMs}`,
    READ_DEADLINE_MS: `${deadlineMs}`,
    WRITE_DEADLINE_MS: `${attemptMs}`,
    WRITE_LISTEN_MS: `${deadlineMs}`,
    LOG_LEVEL: 'debug',
  };
}

/** A TCP server that passes each connection to a function, and counts them. */
export class PlainServer {
  connections = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static start(serve: (socket: Socket) => void = () => {}): Promise<PlainServer> {
    return new Promise((resolve) => {
      const server = createServer();
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        const plain = new PlainServer(server, typeof address === 'object' && address ? address.port : 0);
        server.on('connection', (socket) => {
          plain.connections++;
          plain.sockets.add(socket.on('error', () => {}));
          serve(socket);
        });
        resolve(plain);
      });
    });
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }
}
