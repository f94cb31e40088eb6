import { ProblemError } from '../../src/http/problems/problem-error';
import type { LineNames } from '../../src/lines/line-names';
import { AuditLog } from '../../src/observability/audit-log';
import { Epochs } from '../../src/store/epochs';
import { TextSeal } from '../../src/store/sealed-text';
import type { Attempt as WriteAttempt } from '../../src/writes/attempt';
import { Operations } from '../../src/writes/operations';
import type { Outcome } from '../../src/writes/outcome';
import { WriteLedger } from '../../src/writes/write-ledger';
import { WriteNames } from '../../src/writes/write-names';
import { outcomeUnknown } from '../../src/writes/write-problems';
import type { WriteCommand } from '../../src/writes/write-command';
import { Writes } from '../../src/writes/writes';
import type { Answered, Attempt } from './write-rules';
import type { Fate, WriteWorld } from './write-world';

export interface Wish {
  readonly key: string;
  readonly line: string;
  readonly amount: number;
}

/** The bucket of every line here. */
export const BUCKET = '7';
export const names = new WriteNames('secret', 'contract');
const lines = {
  of: ({ id }: { id: string }) => ({ pseudonym: id, bucket: Number(BUCKET) }),
} as unknown as LineNames;

const UNHEARD = { onLost: () => undefined, onForeign: () => undefined };
const LISTEN_MS = 40_000;
const TIMES = { answerMs: 20_000, reservationMs: 25_000, leaseMs: LISTEN_MS + 10_000 };

/** One process of the gateway in a world: the write path as it ships, up to the call to Freebit. */
export class WriteReplica {
  readonly operations: Operations;
  private readonly writes: Writes;

  constructor(
    private readonly world: WriteWorld,
    readonly name: string,
  ) {
    const store = world.storeOf(name);
    const ledger = new WriteLedger(store, new TextSeal('secret', 'writes'), 86_400_000);
    const start = world.storeAtStart(store);
    const epochs = new Epochs(start.store, 'secret', UNHEARD, [BUCKET]);
    // A process that has never read the store cannot distinguish a wiped one from a new one.
    void epochs
      .look()
      .catch(() => undefined)
      .finally(() => start.started());
    const audit = new AuditLog(async () => {
      if ((await world.moment(name)) === 'refused') throw new Error('the disk is full');
    });
    this.operations = new Operations(store, ledger, lines, audit, () => undefined);
    const listener = { onDecision: () => {}, onEnd: () => {}, onUnconfirmed: () => {} };
    this.writes = new Writes({
      ...{ store, ledger, epochs, names: { writes: names, lines }, audit, listener, times: TIMES },
    });
  }

  /** The caller's answer; never rejects. */
  async ask(wish: Wish): Promise<Answered & { readonly code?: string }> {
    const { rules } = this.world;
    const from = rules.next();
    const call = { caller: 'caller', route: 'POST /quota', key: wish.key, requestId: 'r' };
    const operationId = names.operationId(call.caller, call.route, call.key, BUCKET);
    try {
      const { body, replayed = false } = await this.write(call, wish);
      return this.answered(operationId, { key: wish.key, from, kind: 'success', replayed, body });
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
      return { ...this.answered(operationId, { key: wish.key, from, kind, replayed, body }), code };
    }
  }

  private async write(call: Parameters<Writes['begin']>[0], wish: Wish) {
    const begun = await this.writes.begin(call, command(wish));
    if (begun.kind === 'replay') return begun.answer;
    const { attempt } = begun;
    const watched: Attempt = {
      ...{ operationId: attempt.operationId, lineKey: wish.line, replica: this.name, owner: null },
      ...{ state: 'preparing', inFlight: false, executions: 0, saidNotApplied: false },
    };
    this.world.rules.attempts.push(watched);
    return await this.world.acting.run(watched, () => attempt.settle(this.execute(watched, attempt)));
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

  /** Like the Freebit client: an auth key first, then the mark as sent, then the fate of the request. */
  private async execute(watched: Attempt, attempt: WriteAttempt): Promise<Outcome> {
    const { world, name } = this;
    const { operationId } = watched;
    const listened = new Promise<Outcome>((resolve) => {
      const end = { kind: 'unknown', problem: outcomeUnknown(operationId, { status: 504 }) } as const;
      setTimeout(() => resolve(end), LISTEN_MS);
    });
    const notSent = (code: 'UPSTREAM_AUTH_FAILED' | 'UPSTREAM_UNAVAILABLE'): Outcome => {
      world.rules.ended(watched, false);
      return { kind: 'not_applied', problem: new ProblemError(code, { operationId }) };
    };
    if ((await world.moment(name)) === 'refused') return notSent('UPSTREAM_AUTH_FAILED');
    const lease = await attempt.markSent();
    await world.moment(name);
    if (!lease?.holds()) return notSent('UPSTREAM_UNAVAILABLE');
    world.rules.sent(watched);
    const end = await Promise.race([this.send(watched), listened]);
    if (end.kind === 'unknown') world.rules.givenUp(watched);
    else world.rules.ended(watched, end.kind === 'applied');
    return end;
  }

  private send(attempt: Attempt): Promise<Outcome> {
    attempt.inFlight = true;
    return new Promise((resolve) => {
      this.world.message(this.name, (fate) => {
        const end = this.freebit(attempt, fate);
        void this.world.moment(this.name).then(() => resolve(end));
      });
    });
  }

  /** Freebit receives the request, perhaps long after the gateway has given up waiting. */
  private freebit(attempt: Attempt, fate: Fate): Outcome {
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
        answer: { status: 201, body: { operationId, presumed: false } },
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

function command({ line, amount }: Wish): WriteCommand {
  return {
    type: 'quota_addition',
    line: { type: 'sim', id: line },
    content: { amount },
    presumed: (operationId) => ({ status: 201, body: { operationId, presumed: true } }),
    check: () => null,
  };
}
