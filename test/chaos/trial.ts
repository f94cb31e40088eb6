import { setTimeout as pause } from 'node:timers/promises';
import { kindOf, type AnswerKind } from './answer-kind';
import type { Client } from './client';
import type { Answer } from './history';
import { monotonicMs } from './monotonic';
import type { Random } from './random';
import { spell, type WritePlan } from './write-plan';

/** One write that a client wants, and how far it has come. */
export interface Trial {
  readonly number: number;
  readonly plan: WritePlan;
  readonly key: string;
  /** Type and key, which is how a history names it. */
  readonly write: string;
}

export interface Manners {
  /** Whether the client sometimes hangs up. */
  readonly hangsUp: boolean;
  /** What an operator who asks Freebit learns about a write; null when nothing is certain yet. */
  readonly truthOf: (write: string) => 'applied' | 'not_applied' | null;
}

/** How long a client tries; how long it tries when all is well, and for how long it waits for one answer then. */
const PATIENCE_MS = 5_000;
const LAST_PATIENCE_MS = 16_000;
const LAST_WAIT_MS = 8_000;
/** Milliseconds that a client waits before it asks again: when it knows, and when it does not. */
const CURIOUS = [5, 60] as const;
const IMPATIENT = [40, 400] as const;

const KNOWS: ReadonlySet<AnswerKind> = new Set(['success', 'refused', 'unknown', 'open_equal']);

/** A client who wants one write: it asks any replica, again and again, until it knows or gives up. */
export class Caller {
  /** The gateway that gave no answer when it was last asked. */
  private avoided: number | null = null;

  constructor(
    private readonly client: Client,
    private readonly trial: Trial,
    private readonly random: Random,
    private readonly manners: Manners,
  ) {}

  async run(): Promise<void> {
    const giveUpMs = monotonicMs() + PATIENCE_MS;
    for (let curiosity = this.random.between(0, 2); monotonicMs() < giveUpMs;) {
      const answers = await this.askOnce();
      const known = answers.find((answer) => KNOWS.has(kindOf(answer)));
      if (known && kindOf(known) === 'unknown') await this.consult(known);
      if (known && curiosity-- === 0) return;
      const [from, to] = known ? CURIOUS : IMPATIENT;
      await pause(this.random.between(from, to));
    }
  }

  /** Asks until the key has an end; for a world without faults. */
  async settle(): Promise<void> {
    const giveUpMs = monotonicMs() + LAST_PATIENCE_MS;
    while (monotonicMs() < giveUpMs) {
      const answer = await this.ask(LAST_WAIT_MS);
      if (answer && KNOWS.has(kindOf(answer))) return;
      await pause(100);
    }
  }

  /** One request, or five at once. */
  private async askOnce(): Promise<Answer[]> {
    const copies = this.random.chance(0.08) ? 5 : 1;
    const answers = await Promise.all(Array.from({ length: copies }, () => this.ask(this.patienceMs())));
    return answers.filter((answer) => answer !== null);
  }

  private async ask(patienceMs: number): Promise<Answer | null> {
    const { plan, key, write } = this.trial;
    const gateway = this.gateway();
    const answer = await this.client.ask({
      write,
      method: plan.type === 'quota_addition' ? 'POST' : 'PUT',
      gateway,
      spelling: spell(plan, key, this.random),
      patienceMs,
    });
    this.avoided = answer ? null : gateway;
    return answer;
  }

  /** Any, but rather not the one that has just failed. */
  private gateway(): number {
    const gateway = this.random.between(0, this.client.gateways - 1);
    return gateway === this.avoided ? (gateway + 1) % this.client.gateways : gateway;
  }

  private patienceMs(): number {
    if (!this.manners.hangsUp) return 30_000;
    return this.random.chance(0.1) ? this.random.between(1, 60) : this.random.between(500, 1_500);
  }

  /** Sometimes a person asks Freebit and tells the gateway. */
  private async consult({ body }: Answer): Promise<void> {
    if (typeof body.operationId !== 'string' || !this.random.chance(0.3)) return;
    await pause(this.random.between(0, 500));
    const truth = this.manners.truthOf(this.trial.write);
    if (truth) await this.client.resolve(this.trial.write, body.operationId, truth);
  }
}
