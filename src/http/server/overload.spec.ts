import { Overload } from './overload';

describe('overload', () => {
  it('begins with one request too many in flight and ends when one of them does', () => {
    const overload = new Overload({ inFlight: 2, delayMs: 0 });
    overload.begin();
    expect(overload.reason).toBeNull();

    overload.begin();

    expect(overload.reason).toBe('in_flight');
    overload.end();
    expect(overload.reason).toBeNull();
  });

  it('is a process that is late again and again, not one that paused', () => {
    const overload = new Overload({ inFlight: 0, delayMs: 50 });
    for (const lateMs of [400, 1, 400, 400, 2]) overload.tick(lateMs);
    expect(overload.reason).toBeNull();

    for (const lateMs of [60, 60, 60]) overload.tick(lateMs);

    expect(overload.reason).toBe('event_loop');
    overload.tick(5);
    expect(overload.reason).toBeNull();
  });

  it('is never when its limits are off', () => {
    const overload = new Overload({ inFlight: 0, delayMs: 0 });
    for (let i = 0; i < 1_000; i++) overload.begin();
    for (let i = 0; i < 10; i++) overload.tick(10_000);

    expect(overload.reason).toBeNull();
  });
});
