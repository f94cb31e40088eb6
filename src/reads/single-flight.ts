import { StopSignal } from '../freebit/stop-signal';

/** One caller that waits for an answer. */
export interface Waiter {
  /** This process's monotonic clock when the caller arrived, before anything was looked up for it. */
  readonly cameAtMs: number;
  /** Until when it waits. */
  readonly untilMs: number;
  /** Calls back if the caller leaves earlier. Returns a function that stops listening. */
  readonly onLeave: (leave: () => void) => () => void;
}

/** The call to make, and which callers may share its answer. */
export interface Question<Value> {
  /** Callers with the same name share one flight. */
  readonly name: string;
  /** The largest age of a flight that an arriving caller joins, in milliseconds. */
  readonly joinableMs: number;
  readonly ask: (signal: StopSignal) => Promise<Value>;
}

export interface Landed<Value> {
  readonly value: Value;
  /** Whether the answer comes from another caller's flight. */
  readonly collapsed: boolean;
}

/** A caller stopped waiting before the answer came: it left, or its time was over. */
export class NoLongerWaiting extends Error {
  override readonly name = 'NoLongerWaiting';

  constructor(readonly why: 'gone' | 'late') {
    super(why);
  }
}

interface Flight {
  readonly landing: Promise<unknown>;
  readonly startedAtMs: number;
  readonly signal: StopSignal;
  /** When it ended with an answer. */
  landedAtMs?: number;
  waiters: number;
}

/** How long an answer is shared with callers that arrived before it came, in milliseconds. */
const REMEMBERED_MS = 1_000;

/**
 * Calls to Freebit in flight: one for all callers with the same name, aborted when the last of them has left. A caller
 * that arrived before a flight ended, and missed the cache that it has filled since, shares its answer too.
 */
export class SingleFlight {
  private readonly flights = new Map<string, Flight>();

  /** How many callers wait now. */
  waiting = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Rejects as the call does, and with `NoLongerWaiting` for a caller that leaves; the others wait on. */
  async ask<Value>(question: Question<Value>, waiter: Waiter): Promise<Landed<Value>> {
    const known = this.flights.get(question.name);
    const collapsed = known !== undefined && this.mayJoin(known, question, waiter);
    const flight = collapsed ? known : this.begin(question);
    return { value: (await this.wait(question.name, flight, waiter)) as Value, collapsed };
  }

  private mayJoin(
    { startedAtMs, landedAtMs }: Flight,
    { joinableMs }: Question<unknown>,
    { cameAtMs }: Waiter,
  ): boolean {
    return cameAtMs - startedAtMs < joinableMs && (landedAtMs === undefined || cameAtMs <= landedAtMs);
  }

  private begin({ name, ask }: Question<unknown>): Flight {
    const signal = new StopSignal();
    const flight: Flight = { landing: ask(signal), startedAtMs: this.now(), signal, waiters: 0 };
    this.flights.set(name, flight);
    flight.landing.then(
      () => {
        flight.landedAtMs = this.now();
        setTimeout(() => this.forget(name, flight), REMEMBERED_MS).unref();
      },
      () => this.forget(name, flight),
    );
    return flight;
  }

  private async wait(name: string, flight: Flight, { untilMs, onLeave }: Waiter): Promise<unknown> {
    let stopWaiting = () => {};
    const left = new Promise<never>((_, reject) => {
      const timer = setTimeout(() => reject(new NoLongerWaiting('late')), Math.max(0, untilMs - this.now()));
      const stopListening = onLeave(() => reject(new NoLongerWaiting('gone')));
      stopWaiting = () => {
        clearTimeout(timer);
        stopListening();
      };
    });
    flight.waiters++;
    this.waiting++;
    try {
      return await Promise.race([flight.landing, left]);
    } finally {
      stopWaiting();
      this.waiting--;
      flight.waiters--;
      if (flight.waiters === 0 && flight.landedAtMs === undefined) {
        this.forget(name, flight);
        flight.signal.stop();
      }
    }
  }

  /** A later flight may have taken the name. */
  private forget(name: string, flight: Flight): void {
    if (this.flights.get(name) === flight) this.flights.delete(name);
  }
}
