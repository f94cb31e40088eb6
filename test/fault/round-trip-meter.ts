import { connect, createServer, type Server, type Socket } from 'node:net';

/** After this time without a new command, a turn is complete. */
const QUIET_MS = 60;

/** The commands sent to Redis during a measurement. */
export interface RoundTrips {
  /** How often the client waited for answers before it sent more or finished. */
  readonly awaited: number;
  /** The names of the commands, turn by turn. */
  readonly commands: readonly (readonly string[])[];
}

/**
 * A proxy before a redis-server that counts turns: it holds back all answers until no connection sends any more, then
 * releases all of them at once. So what is sent together is one turn, however many commands and connections it takes,
 * and what waits for an earlier answer is the next turn.
 */
export class RoundTripMeter {
  private readonly sockets = new Set<Socket>();
  private held: (() => void)[] = [];
  private turns: string[][] = [];
  private turn: string[] = [];
  private measuring = false;
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly server: Server,
    private readonly redisPort: number,
  ) {
    server.on('connection', (near: Socket) => this.join(near));
  }

  static async start(redisPort: number): Promise<RoundTripMeter> {
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new RoundTripMeter(server, redisPort);
  }

  get url(): string {
    const address = this.server.address();
    return `redis://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  /** Counts until the act is over. Nothing waits for commands that are sent later. */
  async measure(act: () => Promise<unknown>): Promise<RoundTrips> {
    [this.turns, this.turn, this.measuring] = [[], [], true];
    await act();
    const commands = [...this.turns];
    this.measuring = false;
    this.release();
    return { awaited: commands.length, commands };
  }

  /**
   * The fewest round trips of several measurements: an occasional check of Redis by the gateway, or a busy
   * machine, may add one; nothing takes one away.
   */
  async least(times: number, act: () => Promise<unknown>): Promise<RoundTrips> {
    const all: RoundTrips[] = [];
    for (let at = 0; at < times; at++) {
      all.push(await this.measure(act));
      // Work after the answer must not be counted with the next request.
      await new Promise((resolve) => setTimeout(resolve, 4 * QUIET_MS));
    }
    const size = ({ awaited, commands }: RoundTrips) => awaited * 1_000 + commands.flat().length;
    return all.reduce((least, one) => (size(one) < size(least) ? one : least));
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private join(near: Socket): void {
    const far = connect({ port: this.redisPort, host: '127.0.0.1', noDelay: true });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(socket);
      socket
        .on('error', () => {})
        .once('close', () => {
          this.sockets.delete(socket);
          other.destroy();
        });
    }
    near.on('data', (data) => {
      this.note(data);
      far.write(data);
    });
    far.on('data', (data) => {
      if (!this.measuring) near.write(data);
      else this.held.push(() => near.write(data));
    });
  }

  private note(data: Buffer): void {
    if (!this.measuring) return;
    this.turn.push(...namesOf(data.toString('latin1')));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.release(), QUIET_MS);
  }

  private release(): void {
    clearTimeout(this.timer);
    if (this.turn.length > 0) this.turns.push(this.turn);
    const held = this.held;
    [this.turn, this.held] = [[], []];
    for (const pass of held) pass();
  }
}

/** The names of the commands that begin in a chunk from a client. */
function namesOf(text: string): string[] {
  return [...text.matchAll(/\*\d+\r\n\$\d+\r\n([a-zA-Z]+)\r\n/g)].map(([, name = '']) => name.toLowerCase());
}
