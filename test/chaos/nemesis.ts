import { setTimeout as pause } from 'node:timers/promises';
import { handsOf, type Hand } from './faults';
import { Random } from './random';
import type { Record } from './record';
import type { World } from './world';

/** Causes the faults of the table, drawn from the seed, until it is stopped. */
export class Nemesis {
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>[];

  constructor(
    world: World,
    private readonly record: Record,
    seed: string,
  ) {
    this.running = handsOf(world).map((hand, index) => this.strike(hand, new Random(seed, 'nemesis', index)));
    // `stop` reports a hand that fails; until then the others continue.
    for (const each of this.running) each.catch(() => undefined);
  }

  /** Resolves when the last fault is over; rejects if something could not be restarted. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  private async strike({ restMs, faults }: Hand, random: Random): Promise<void> {
    const { signal } = this.stopping;
    const rest = () => pause(random.between(...restMs), true, { signal }).catch(() => false);
    while (await rest()) {
      const { name, strike } = random.weighted(faults);
      await this.record.during(name, () => strike(random));
    }
  }
}
