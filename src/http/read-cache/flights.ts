/** One who waits for an answer. Moments are those of this process's monotonic clock. */
export interface Waiter {
  /** When it came, before anything was looked up for it. */
  readonly cameAtMs: number;
  /** Until when it waits. */
  readonly untilMs: number;
  /** Aborted when it leaves earlier. */
  readonly gone: AbortSignal;
}

/** How an answer is got, and who may share it. */
export interface Route<Value> {
  /** Who asks the same under the same name shares one flight. */
  readonly name: string;
  /** How long before a waiter came a flight may have begun that it joins. */
  readonly joinableMs: number;
  readonly begin: (signal: AbortSignal) => Promise<Value>;
}

/** A waiter left before the answer came: it went away, or its time was over. */
export class NoLongerWaiting extends Error {
  override readonly name = 'NoLongerWaiting';

  constructor(readonly why: 'gone' | 'late') {
    super(why);
  }
}

interface Flight {
  readonly landing: Promise<unknown>;
  readonly startedAtMs: number;
  readonly abort: AbortController;
  landed: boolean;
  waiters: number;
}

/** Questions under way to Freebit: one for all who ask the same, ended when the last of them has left. */
export class Flights {
  private readonly flying = new Map<string, Flight>();

  /** `onWaiting` is told of one waiter more, or one less. */
  constructor(
    private readonly onWaiting: (change: 1 | -1) => void = () => {},
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Rejects as the flight does, and with `NoLongerWaiting` for a waiter that leaves; the others wait on. */
  async join<Value>(route: Route<Value>, waiter: Waiter): Promise<{ value: Value; collapsed: boolean }> {
    if (waiter.gone.aborted) throw new NoLongerWaiting('gone');
    const known = this.flying.get(route.name);
    const collapsed = known !== undefined && waiter.cameAtMs - known.startedAtMs < route.joinableMs;
    const flight = collapsed ? known : this.begin(route);
    return { value: (await this.wait(route.name, flight, waiter)) as Value, collapsed };
  }

  private begin({ name, begin }: Route<unknown>): Flight {
    const abort = new AbortController();
    const startedAtMs = this.now();
    const landing = begin(abort.signal).finally(() => {
      flight.landed = true;
      this.forget(name, flight);
    });
    const flight: Flight = { landing, startedAtMs, abort, landed: false, waiters: 0 };
    landing.catch(() => undefined);
    this.flying.set(name, flight);
    return flight;
  }

  private async wait(name: string, flight: Flight, { untilMs, gone }: Waiter): Promise<unknown> {
    let stopWaiting = () => {};
    const left = new Promise<never>((_, reject) => {
      const leave = () => reject(new NoLongerWaiting('gone'));
      const timer = setTimeout(() => reject(new NoLongerWaiting('late')), Math.max(0, untilMs - this.now()));
      gone.addEventListener('abort', leave);
      stopWaiting = () => {
        clearTimeout(timer);
        gone.removeEventListener('abort', leave);
      };
    });
    flight.waiters++;
    this.onWaiting(1);
    try {
      return await Promise.race([flight.landing, left]);
    } finally {
      stopWaiting();
      this.onWaiting(-1);
      if (--flight.waiters === 0 && !flight.landed) {
        this.forget(name, flight);
        flight.abort.abort();
      }
    }
  }

  /** A later flight may have taken the name. */
  private forget(name: string, flight: Flight): void {
    if (this.flying.get(name) === flight) this.flying.delete(name);
  }
}
