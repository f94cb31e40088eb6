import { Overload } from './overload';

/** The share of so many requests that is let in. */
const letIn = (overload: Overload, requests = 1_000) =>
  Array.from({ length: requests }, () => overload.refusal()).filter((reason) => reason === null).length /
  requests;

describe('overload', () => {
  it('begins with one request too many in flight and ends when one of them does', () => {
    const overload = new Overload({ inFlight: 2, delayMs: 0 });
    overload.begin();
    expect(overload.refusal()).toBeNull();

    overload.begin();

    expect(overload.refusal()).toBe('in_flight');
    overload.end();
    expect(overload.refusal()).toBeNull();
  });

  it('is a process that is late again and again, not one that paused', () => {
    const overload = new Overload({ inFlight: 0, delayMs: 50 });
    for (const lateMs of [400, 1, 400, 400, 2]) overload.tick(lateMs);
    expect(letIn(overload)).toBe(1);

    for (const lateMs of [60, 60, 60]) overload.tick(lateMs);

    expect(letIn(overload)).toBeCloseTo(0.9, 2);
  });

  it('lets in less and less while it lasts, never nothing, and all again when it is over', () => {
    const overload = new Overload({ inFlight: 0, delayMs: 50 });
    const shares = Array.from({ length: 60 }, () => {
      overload.tick(60);
      return letIn(overload);
    });

    expect(shares.every((share, index) => index === 0 || share <= shares[index - 1]! + 0.002)).toBe(true);
    expect(shares.at(-1)).toBeCloseTo(0.02, 2);
    for (let i = 0; i < 50; i++) overload.tick(0);
    expect(letIn(overload)).toBe(1);
  });

  it('is never when its limits are off', () => {
    const overload = new Overload({ inFlight: 0, delayMs: 0 });
    for (let i = 0; i < 1_000; i++) overload.begin();
    for (let i = 0; i < 10; i++) overload.tick(10_000);

    expect(letIn(overload)).toBe(1);
  });
});
