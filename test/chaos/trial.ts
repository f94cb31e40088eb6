import { setTimeout as pause } from 'node:timers/promises';
import { kindOf, type AnswerKind } from './answer-kind';
import type { Client, Finding, OperationName } from './client';
import type { Answer } from './history';
import { monotonicMs } from './monotonic';
import type { Random } from './random';
import type { Contract } from './write-name';
import { spell, type WritePlan } from './write-plan';

/** One write that a client wants, and its progress. */
export interface Trial {
  readonly number: number;
  readonly contract: Contract;
  readonly plan: WritePlan;
  readonly key: string;
  /** As `writeName` names it. */
  readonly write: string;
}

export interface Manners {
  /** Whether the client sometimes hangs up. */
  readonly hangsUp: boolean;
  /** What an operator learns from Freebit about a write; null if nothing is certain yet. */
  readonly truthOf: (write: string) => 'applied' | 'not_applied' | null;
  /** The day in Tokyo. */
  readonly today: () => string;
}

/** How long a client tries; how long it tries without faults, and how long it then waits for one answer. */
const PATIENCE_MS = 5_000;
const LAST_PATIENCE_MS = 60_000;
const LAST_WAIT_MS = 8_000;
/** How long a client waits for midnight. */
const UNTIL_TOMORROW_MS = 5_000;
/** Milliseconds before a client asks again: with a final answer, and without one. */
const CURIOUS = [5, 60] as const;
const IMPATIENT = [40, 400] as const;

/**
 * How often a finding is reported again, and how many milliseconds apart: so that some reports arrive while a later
 * attempt is unknown.
 */
const REPORTS = 10;
const BETWEEN_REPORTS_MS = [20, 300] as const;

const KNOWS: ReadonlySet<AnswerKind> = new Set(['success', 'refused', 'invalid', 'unknown', 'open_equal']);

/** A client that wants one write: it asks any replica repeatedly, until it has a final answer or gives up. */
export class Caller {
  /** The gateway that did not answer the last request. */
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
      const found = known && kindOf(known) === 'unknown' ? await this.consult(known) : null;
      // A client whose write was not applied still wants it.
      if (known && found !== 'not_applied' && curiosity-- === 0) return this.askTomorrow();
      const [from, to] = known ? CURIOUS : IMPATIENT;
      await pause(this.random.between(from, to));
    }
  }

  /** A client that wanted something for today sometimes asks again after that day. */
  private async askTomorrow(): Promise<void> {
    const { effectiveOn } = this.trial.plan.body;
    if (effectiveOn === undefined || !this.manners.hangsUp || this.random.chance(0.5)) return;
    const giveUpMs = monotonicMs() + UNTIL_TOMORROW_MS;
    while (this.manners.today() === effectiveOn) {
      if (monotonicMs() > giveUpMs) return;
      await pause(20);
    }
    await this.askOnce();
  }

  /** Asks until the key has an outcome; for a world without faults. */
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

  /** Any gateway, but preferably not the one that has just failed. */
  private gateway(): number {
    const gateways = this.client.gatewaysOf(this.trial.contract);
    const others = gateways.filter((gateway) => gateway !== this.avoided);
    return this.random.pick(others.length > 0 ? others : gateways);
  }

  private patienceMs(): number {
    if (!this.manners.hangsUp) return 30_000;
    return this.random.chance(0.1) ? this.random.between(1, 60) : this.random.between(500, 1_500);
  }

  /**
   * Sometimes a person asks Freebit and reports the attempt to the gateway; most report it again, late. Resolves with
   * the finding that the gateway accepted.
   */
  private async consult({ body: { operationId } }: Answer): Promise<Finding['outcome'] | null> {
    if (typeof operationId !== 'string' || !this.random.chance(0.7)) return null;
    const operation = { contract: this.trial.contract, operationId };
    const attempt = await this.client.unknownAttempt(operation);
    await pause(this.random.between(0, 300));
    const outcome = this.manners.truthOf(this.trial.write);
    if (attempt === null || outcome === null) return null;
    const finding = { attempt, outcome };
    const told = await this.client.resolve(this.trial.write, operation, finding);
    if (told?.status !== 200) return null;
    if (this.random.chance(0.9)) void this.tellAgain(operation, finding);
    return outcome;
  }

  /** Reports it repeatedly, because a report may get lost; it is about that attempt and no later one. */
  private async tellAgain(operation: OperationName, finding: Finding): Promise<void> {
    const waits = Array.from({ length: REPORTS }, () => this.random.between(...BETWEEN_REPORTS_MS));
    for (const waitMs of waits) {
      await pause(waitMs);
      await this.client.tell(operation, finding);
    }
  }
}
