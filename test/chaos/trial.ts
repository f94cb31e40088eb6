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

const PATIENCE_MS = 8_000;
const KNOWS: ReadonlySet<AnswerKind> = new Set(['success', 'refused', 'unknown', 'open_equal']);

/** A client who wants one write: it asks any replica, again and again, until it knows or gives up. */
export class Caller {
  constructor(
    private readonly client: Client,
    private readonly trial: Trial,
    private readonly random: Random,
    private readonly manners: Manners,
  ) {}

  async run(): Promise<void> {
    const giveUpMs = monotonicMs() + PATIENCE_MS;
    for (let curiosity = this.random.between(0, 2); monotonicMs() < giveUpMs; ) {
      const answers = await this.askOnce();
      const known = answers.find((answer) => KNOWS.has(kindOf(answer)));
      if (known && kindOf(known) === 'unknown') await this.consult(known);
      if (known && curiosity-- === 0) return;
      await pause(this.random.between(5, known ? 60 : 250));
    }
  }

  /** Asks until the key has an end; for a world without faults. */
  async settle(): Promise<boolean> {
    for (const giveUpMs = monotonicMs() + 2 * PATIENCE_MS; monotonicMs() < giveUpMs; await pause(100)) {
      const answer = await this.ask(PATIENCE_MS);
      if (answer && KNOWS.has(kindOf(answer))) return true;
    }
    return false;
  }

  /** One request, or five at once. */
  private async askOnce(): Promise<Answer[]> {
    const copies = this.random.chance(0.08) ? 5 : 1;
    const answers = await Promise.all(Array.from({ length: copies }, () => this.ask(this.patienceMs())));
    return answers.filter((answer) => answer !== null);
  }

  private ask(patienceMs: number): Promise<Answer | null> {
    const { plan, key, write } = this.trial;
    return this.client.ask({
      write,
      method: plan.type === 'quota_addition' ? 'POST' : 'PUT',
      gateway: this.random.between(0, this.client.gateways - 1),
      spelling: spell(plan, key, this.random),
      patienceMs,
    });
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
