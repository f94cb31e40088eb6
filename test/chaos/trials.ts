import type { Client } from './client';
import { Random } from './random';
import { Caller, type Manners, type Trial } from './trial';
import { makeKey, planWrite } from './write-plan';

/** The trials of a run, each drawn from the seed and its own number. */
export class Trials {
  readonly begun: Trial[] = [];
  done = 0;

  constructor(
    private readonly client: Client,
    private readonly manners: Manners,
    private readonly options: { readonly seed: string; readonly lines: number },
  ) {}

  /** Runs one trial after the other, so many at a time, until the number is reached or it is told to stop. */
  async run(count: number, parallel: number, isOver: () => boolean): Promise<void> {
    await inParallel(parallel, async () => {
      if (this.begun.length >= count || isOver()) return false;
      const trial = this.begin(this.begun.length);
      await this.callerOf(trial, 'asks').run();
      this.done++;
      return true;
    });
  }

  /** Asks once more for everything: what has an end must still have it, and what has none must find one. */
  async settle(parallel: number): Promise<void> {
    const left = [...this.begun];
    await inParallel(parallel, async () => {
      const trial = left.shift();
      if (trial) await this.callerOf(trial, 'settles').settle();
      return trial !== undefined;
    });
  }

  private callerOf(trial: Trial, purpose: string): Caller {
    const random = new Random(this.options.seed, purpose, trial.number);
    return new Caller(this.client, trial, random, this.manners);
  }

  /** Now and then a trial wants what an earlier one wants, under a key of its own, or shares a key with another route. */
  private begin(number: number): Trial {
    const { seed, lines } = this.options;
    const random = new Random(seed, 'trial', number);
    const own = planWrite(random, number, lines);
    const earlier = number > 0 ? this.begun[random.between(Math.max(0, number - 40), number - 1)] : undefined;
    const isTwin = earlier?.plan.type === 'quota_addition' && random.chance(0.1);
    const plan = isTwin ? earlier.plan : own;
    const sharesKey = earlier && earlier.plan.type !== plan.type && random.chance(0.06);
    const isTaken = sharesKey && this.begun.some(({ write }) => write === `${plan.type} ${earlier.key}`);
    const key = sharesKey && !isTaken ? earlier.key : makeKey(random, number);
    const trial = { number, plan, key, write: `${plan.type} ${key}` };
    this.begun.push(trial);
    return trial;
  }
}

/** Lets so many workers repeat something until it says that there is no more. */
async function inParallel(workers: number, work: () => Promise<boolean>): Promise<void> {
  const worker = async () => {
    while (await work());
  };
  await Promise.all(Array.from({ length: workers }, worker));
}
