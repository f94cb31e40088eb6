import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from './client';
import { Random } from './random';
import type { RedisKind } from './redis-side';
import { Caller, type Manners, type Trial } from './trial';
import { writeName } from './write-name';
import { makeKey, planWrite } from './write-plan';

/** What the trials of a run depend on. */
export interface Course {
  readonly isOver: () => boolean;
  /** False while a trial would only be refused. */
  readonly mayBegin: () => boolean;
}

/** The trials of a run, each drawn from the seed and its own number. */
export class Trials {
  readonly begun: Trial[] = [];
  done = 0;

  constructor(
    private readonly client: Client,
    private readonly manners: Manners,
    private readonly options: { readonly seed: string; readonly lines: number; readonly redis: RedisKind },
  ) {}

  /** Runs the trials, `parallel` at a time, until the number is reached or the run is over. */
  async run(count: number, parallel: number, { isOver, mayBegin }: Course): Promise<void> {
    await inParallel(parallel, async () => {
      while (!mayBegin() && !isOver()) await pause(20);
      if (this.begun.length >= count || isOver()) return false;
      const trial = this.begin(this.begun.length);
      await this.callerOf(trial, 'asks').run();
      this.done++;
      return true;
    });
  }

  /** Asks again for every write: outcomes must stay the same, and writes without one must get one. */
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

  private begin(number: number): Trial {
    const random = new Random(this.options.seed, 'trial', number);
    const earlier = number > 0 ? this.begun[random.between(Math.max(0, number - 40), number - 1)] : undefined;
    const asks = earlier && random.chance(0.1) ? this.elsewhere(number, earlier) : null;
    const trial = asks ?? this.beginAnew(number, random, earlier);
    this.begun.push(trial);
    return trial;
  }

  /** The same write and key for the other contract, which is another write. Null if it already exists. */
  private elsewhere(number: number, { contract, plan, key }: Trial): Trial | null {
    const other = contract === 'first' ? 'second' : 'first';
    const write = writeName(other, plan.type, key);
    return this.has(write) ? null : { number, contract: other, plan, key, write };
  }

  /** Some trials want the same as an earlier one with a new key, or share a key with another route. */
  private beginAnew(number: number, random: Random, earlier: Trial | undefined): Trial {
    const own = planWrite(random, { number, lines: this.options.lines, today: this.manners.today() });
    const isTwin = earlier?.plan.type === 'quota_addition' && random.chance(0.1);
    const plan = isTwin ? earlier.plan : own;
    const sharesKey = earlier && earlier.plan.type !== plan.type && random.chance(0.06);
    const contract = earlier && random.chance(0.1) ? earlier.contract : 'first';
    const isTaken = sharesKey && this.has(writeName(contract, plan.type, earlier.key));
    const key = sharesKey && !isTaken ? earlier.key : makeKey(random, number, this.options.redis);
    return { number, contract, plan, key, write: writeName(contract, plan.type, key) };
  }

  private has(write: string): boolean {
    return this.begun.some((trial) => trial.write === write);
  }
}

/** Lets several workers repeat something until it reports the end. */
async function inParallel(workers: number, work: () => Promise<boolean>): Promise<void> {
  const worker = async () => {
    while (await work());
  };
  await Promise.all(Array.from({ length: workers }, worker));
}
