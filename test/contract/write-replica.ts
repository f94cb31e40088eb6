import { AtMostOnce } from '../../src/http/idempotency/at-most-once';
import { LineLocks } from '../../src/http/idempotency/line-locks';
import { Operations } from '../../src/http/idempotency/operations';
import type { WriteEnd } from '../../src/http/idempotency/pending-write';
import { StoreEpoch } from '../../src/http/idempotency/store-epoch';
import type { WriteCommand } from '../../src/http/idempotency/write-command';
import { WriteLedger } from '../../src/http/idempotency/write-ledger';
import { notSent, outcomeUnknown } from '../../src/http/idempotency/write-problems';
import { ProblemError } from '../../src/http/problems/problem-error';
import { AuditLog } from '../../src/observability/audit-log';
import { Pseudonyms } from '../../src/store/pseudonyms';
import { TextSeal } from '../../src/store/sealed-text';
import type { Answered, Attempt } from './write-rules';
import type { Fate, WriteWorld } from './write-world';

export interface Wish {
  readonly key: string;
  readonly line: string;
  readonly amount: number;
}

const NOBODY = { onLost: () => undefined, onForeign: () => undefined };
const LISTEN_MS = 40_000;
const OPTIONS = { answerMs: 20_000, listenMs: LISTEN_MS, reservationMs: 25_000, leaseMarginMs: 10_000 };

/** One process of the gateway in a world: the write path as it ships, up to the call to Freebit. */
export class WriteReplica {
  readonly operations: Operations;
  private readonly atMostOnce: AtMostOnce;

  constructor(
    private readonly world: WriteWorld,
    readonly name: string,
  ) {
    const store = world.storeOf(name);
    const ledger = new WriteLedger(store, new TextSeal('secret', 'writes'), 86_400_000);
    const locks = new LineLocks(store, ledger);
    const epoch = new StoreEpoch(store, new Pseudonyms('secret', 'secret'), NOBODY);
    const audit = new AuditLog(async () => {
      if ((await world.moment(name)) === 'refused') throw new Error('the disk is full');
    });
    const commands = new Pseudonyms('secret', 'commands');
    this.operations = new Operations(ledger, locks, audit, () => undefined);
    this.atMostOnce = new AtMostOnce(
      { ledger, locks, epoch, commands, audit, onEnd: () => undefined, onDecision: () => undefined },
      { ...OPTIONS, keyPolicy: 'required' },
    );
  }

  /** What the caller gets; never rejects. */
  async ask(wish: Wish): Promise<Answered & { readonly code?: string }> {
    const { rules } = this.world;
    const from = rules.next();
    const told: { operationId: string } = { operationId: '' };
    const call = {
      caller: 'caller',
      route: 'POST /quota',
      key: wish.key,
      requestId: 'r',
      answer: (a: object) => a,
    };
    try {
      const { body, replayed } = await this.atMostOnce.run(call, this.command(wish, told));
      return this.answered(told.operationId, { key: wish.key, from, kind: 'success', replayed, body });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { code, facts } = error;
      const kind =
        code === 'OUTCOME_UNKNOWN'
          ? 'unknown'
          : code === 'QUOTA_ADDITION_NOT_ALLOWED'
            ? 'refusal'
            : 'nothing';
      const replayed = facts.replayed ?? false;
      const body = { code, ...facts, replayed: undefined };
      return { ...this.answered(told.operationId, { key: wish.key, from, kind, replayed, body }), code };
    }
  }

  private answered(
    operationId: string,
    answer: Omit<Answered, 'to' | 'body'> & { readonly body: object },
  ): Answered {
    const { rules } = this.world;
    const answered = { ...answer, to: rules.next(), body: JSON.stringify(answer.body) };
    if (this.world.lives(this.name)) rules.answered(operationId, answered);
    return answered;
  }

  private command({ line, amount }: Wish, told: { operationId: string }): WriteCommand {
    const lineKey = `line:${line}`;
    return {
      type: 'quota_addition',
      account: line,
      lineKey,
      content: { amount },
      presumed: (operationId) => {
        told.operationId = operationId;
        return { kind: 'success', status: 201, body: { operationId, presumed: true } };
      },
      execute: (operationId, beforeSend) => {
        const attempt: Attempt = {
          ...{ operationId, lineKey, replica: this.name, owner: null, state: 'preparing' },
          ...{ inFlight: false, executions: 0, saidNotApplied: false },
        };
        this.world.rules.attempts.push(attempt);
        return this.world.acting.run(attempt, () => this.execute(attempt, beforeSend));
      },
    };
  }

  /** As the Freebit client does it: a key first, then the leave to send, then what may become of what was sent. */
  private async execute(attempt: Attempt, beforeSend: () => Promise<void>): Promise<WriteEnd> {
    const { world, name } = this;
    const { operationId } = attempt;
    const listened = new Promise<WriteEnd>((resolve) => {
      const end = { kind: 'unknown', problem: outcomeUnknown(operationId, { status: 504 }) } as const;
      setTimeout(() => resolve(end), LISTEN_MS);
    });
    try {
      if ((await world.moment(name)) === 'refused') throw new ProblemError('UPSTREAM_AUTH_FAILED');
      await beforeSend();
    } catch (error) {
      world.rules.ended(attempt, false);
      return { kind: 'not_applied', problem: notSent(error, operationId) };
    }
    await world.moment(name);
    world.rules.sent(attempt);
    const end = await Promise.race([this.send(attempt), listened]);
    if (end.kind === 'unknown') world.rules.givenUp(attempt);
    else world.rules.ended(attempt, end.kind === 'applied');
    return end;
  }

  private send(attempt: Attempt): Promise<WriteEnd> {
    attempt.inFlight = true;
    return new Promise((resolve) => {
      this.world.message(this.name, (fate) => {
        const end = this.freebit(attempt, fate);
        void this.world.moment(this.name).then(() => resolve(end));
      });
    });
  }

  /** Freebit gets the request, perhaps long after its answer has been given up. */
  private freebit(attempt: Attempt, fate: Fate): WriteEnd {
    const { world } = this;
    const { operationId } = attempt;
    const arrive = () => {
      attempt.inFlight = false;
      world.rules.executed(attempt);
    };
    if (fate === 'late') {
      world.message(null, (later) => (later === 'refused' ? void (attempt.inFlight = false) : arrive()));
    } else if (fate === 'refused') attempt.inFlight = false;
    else arrive();
    if (fate === 'delivered')
      return {
        kind: 'applied',
        answer: { kind: 'success', status: 201, body: { operationId, presumed: false } },
      };
    if (fate !== 'refused') return { kind: 'unknown', problem: outcomeUnknown(operationId, { status: 502 }) };
    return world.rules.next() % 2 === 0
      ? {
          kind: 'refused',
          problem: new ProblemError('QUOTA_ADDITION_NOT_ALLOWED', { operationId, outcome: 'not_applied' }),
        }
      : {
          kind: 'not_applied',
          problem: new ProblemError('OPERATION_IN_PROGRESS', { operationId, outcome: 'not_applied' }),
        };
  }
}
