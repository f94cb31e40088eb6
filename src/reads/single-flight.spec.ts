import type { StopSignal } from '../freebit/stop-signal';
import { NoLongerWaiting, SingleFlight, type Question, type Waiter } from './single-flight';

/** A flight that the test ends. */
class Landing {
  signal: StopSignal | undefined;
  begun = 0;
  land: (value: string) => void = () => {};
  crash: (error: Error) => void = () => {};

  question(joinableMs = Infinity): Question<string> {
    return {
      name: 'line',
      joinableMs,
      ask: (signal) => {
        this.begun++;
        this.signal = signal;
        return new Promise((resolve, reject) => {
          this.land = resolve;
          this.crash = reject;
        });
      },
    };
  }
}

const LONG_MS = 60_000;
const untilMs = performance.now() + LONG_MS;
const untouched = { onLeave: () => () => undefined };
/** A caller that comes now. */
const now = (): Waiter => ({ cameAtMs: performance.now(), untilMs, ...untouched });
const patient: Waiter = { cameAtMs: 0, untilMs, ...untouched };
const leaving = () => {
  let leave = () => {};
  const onLeave = (left: () => void) => {
    leave = left;
    return () => undefined;
  };
  return { leave: () => leave(), waiter: { cameAtMs: 0, untilMs, onLeave } satisfies Waiter };
};

describe('single flight', () => {
  it('makes one call for all concurrent callers, but a new one for later callers', async () => {
    const flights = new SingleFlight();
    const first = new Landing();
    const answers = [flights.ask(first.question(), patient), flights.ask(first.question(), patient)];
    first.land('A');

    expect(await Promise.all(answers)).toEqual([
      { value: 'A', collapsed: false },
      { value: 'A', collapsed: true },
    ]);
    const later = new Landing();
    await new Promise((resolve) => setTimeout(resolve, 2));
    const answer = flights.ask(later.question(), now());
    later.land('B');
    expect(await answer).toEqual({ value: 'B', collapsed: false });
    expect([first.begun, later.begun]).toEqual([1, 1]);
  });

  it('fails for all callers of a call', async () => {
    const flights = new SingleFlight();
    const flight = new Landing();
    const answers = [1, 2, 3].map(() => flights.ask(flight.question(), patient));
    flight.crash(new Error('down'));

    for (const { status } of await Promise.allSettled(answers)) expect(status).toBe('rejected');
  });

  it('continues a call when one caller leaves, and aborts it when the last one does', async () => {
    const flights = new SingleFlight();
    const flight = new Landing();
    const [one, other] = [leaving(), leaving()];
    const answers = [one, other].map(({ waiter }) =>
      flights.ask(flight.question(), waiter).catch((error: unknown) => error),
    );

    one.leave();
    await answers[0];
    expect(flight.signal?.isStopped).toBe(false);
    other.leave();

    expect(await Promise.all(answers)).toEqual([new NoLongerWaiting('gone'), new NoLongerWaiting('gone')]);
    expect(flight.signal?.isStopped).toBe(true);
  });

  it('lets no caller join a call that the last one has left', async () => {
    const flights = new SingleFlight();
    const [left, next] = [new Landing(), new Landing()];
    const { leave, waiter } = leaving();
    const gone = flights.ask(left.question(), waiter).catch((error: unknown) => error);
    leave();
    await gone;

    const answer = flights.ask(next.question(), patient);
    left.land('old');
    next.land('new');

    expect((await answer).value).toBe('new');
  });

  it('lets each caller wait until its own deadline', async () => {
    const flights = new SingleFlight();
    const flight = new Landing();
    const hasty = flights.ask(flight.question(), { ...patient, untilMs: performance.now() + 20 });
    const calm = flights.ask(flight.question(), patient);

    await expect(hasty).rejects.toEqual(new NoLongerWaiting('late'));
    flight.land('A');

    expect((await calm).value).toBe('A');
  });

  it('lets a caller join a call only if it arrived within the joinable time, even if it joins later', async () => {
    let nowMs = 0;
    const flights = new SingleFlight(() => nowMs);
    const [first, second] = [new Landing(), new Landing()];
    const answers = [flights.ask(first.question(900), patient)];
    nowMs = 1_200;
    answers.push(flights.ask(first.question(900), { ...patient, cameAtMs: 899 }));
    answers.push(flights.ask(second.question(900), { ...patient, cameAtMs: 900 }));
    first.land('A');
    second.land('B');

    expect((await Promise.all(answers)).map(({ value }) => value)).toEqual(['A', 'A', 'B']);
  });
});
