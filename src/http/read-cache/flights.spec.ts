import { Flights, NoLongerWaiting, type Route, type Waiter } from './flights';

/** A flight that lands when the test says so. */
class Landing {
  signal: AbortSignal | undefined;
  begun = 0;
  land: (value: string) => void = () => {};
  crash: (error: Error) => void = () => {};

  route(joinableMs = Infinity): Route<string> {
    return {
      name: 'line',
      joinableMs,
      begin: (signal) => {
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
const patient: Waiter = { cameAtMs: 0, untilMs, gone: new AbortController().signal };
const leaving = () => {
  const caller = new AbortController();
  return { leave: () => caller.abort(), waiter: { cameAtMs: 0, untilMs, gone: caller.signal } };
};

describe('flights', () => {
  it('are one for all who ask the same at the same time, and for nobody later', async () => {
    const flights = new Flights();
    const first = new Landing();
    const answers = [flights.join(first.route(), patient), flights.join(first.route(), patient)];
    first.land('A');

    expect(await Promise.all(answers)).toEqual([
      { value: 'A', collapsed: false },
      { value: 'A', collapsed: true },
    ]);
    const later = new Landing();
    const answer = flights.join(later.route(), patient);
    later.land('B');
    expect(await answer).toEqual({ value: 'B', collapsed: false });
    expect([first.begun, later.begun]).toEqual([1, 1]);
  });

  it('fail for all who share them', async () => {
    const flights = new Flights();
    const flight = new Landing();
    const answers = [1, 2, 3].map(() => flights.join(flight.route(), patient));
    flight.crash(new Error('down'));

    for (const { status } of await Promise.allSettled(answers)) expect(status).toBe('rejected');
  });

  it('go on for the others when one leaves, and end with the last', async () => {
    const flights = new Flights();
    const flight = new Landing();
    const [one, other] = [leaving(), leaving()];
    const answers = [one, other].map(({ waiter }) =>
      flights.join(flight.route(), waiter).catch((error: unknown) => error),
    );

    one.leave();
    await answers[0];
    expect(flight.signal?.aborted).toBe(false);
    other.leave();

    expect(await Promise.all(answers)).toEqual([new NoLongerWaiting('gone'), new NoLongerWaiting('gone')]);
    expect(flight.signal?.aborted).toBe(true);
  });

  it('are not joined any more once the last has left', async () => {
    const flights = new Flights();
    const [left, next] = [new Landing(), new Landing()];
    const { leave, waiter } = leaving();
    const gone = flights.join(left.route(), waiter).catch((error: unknown) => error);
    leave();
    await gone;

    const answer = flights.join(next.route(), patient);
    left.land('old');
    next.land('new');

    expect((await answer).value).toBe('new');
  });

  it('let each wait for its own time', async () => {
    const flights = new Flights();
    const flight = new Landing();
    const hasty = flights.join(flight.route(), { ...patient, untilMs: performance.now() + 20 });
    const calm = flights.join(flight.route(), patient);

    await expect(hasty).rejects.toEqual(new NoLongerWaiting('late'));
    flight.land('A');

    expect((await calm).value).toBe('A');
  });

  it('are not even begun for one who has left', async () => {
    const flight = new Landing();
    const { leave, waiter } = leaving();
    leave();

    await expect(new Flights().join(flight.route(), waiter)).rejects.toThrow(NoLongerWaiting);

    expect(flight.begun).toBe(0);
  });

  it('are joined only by those who came soon after their beginning where that is limited, however late they join', async () => {
    let nowMs = 0;
    const flights = new Flights(undefined, () => nowMs);
    const [first, second] = [new Landing(), new Landing()];
    const answers = [flights.join(first.route(900), patient)];
    nowMs = 1_200;
    answers.push(flights.join(first.route(900), { ...patient, cameAtMs: 899 }));
    answers.push(flights.join(second.route(900), { ...patient, cameAtMs: 900 }));
    first.land('A');
    second.land('B');

    expect((await Promise.all(answers)).map(({ value }) => value)).toEqual(['A', 'A', 'B']);
  });
});
