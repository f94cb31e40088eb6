import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Finding } from '../../src/writes/operations';
import { BUCKET, names, WriteReplica, type Wish } from './write-replica';
import type { Answered } from './write-rules';
import { fates, WriteWorld, type WorldStore } from './write-world';

/** One event in the world. */
export type Event =
  | { readonly do: 'go on'; readonly picks: readonly number[] }
  | { readonly do: 'spoil'; readonly pick: number; readonly fate: (typeof fates)[number] }
  | { readonly do: 'ask'; readonly replica: number; readonly key: number; readonly other: boolean }
  | { readonly do: 'kill'; readonly replica: number }
  | { readonly do: 'freeze'; readonly replica: number }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'set clock'; readonly ms: number }
  | { readonly do: 'resolve'; readonly replica: number; readonly key: number }
  | { readonly do: 'resolve again'; readonly replica: number; readonly key: number }
  | { readonly do: 'wipe' }
  | { readonly do: 'thaw' };

const REPLICAS = 3;
const KEYS = 6;
const replica = fc.nat({ max: REPLICAS - 1 });
const key = fc.nat({ max: KEYS - 1 });
const pick = fc.nat({ max: 1_000 });

const usual: fc.WeightedArbitrary<Event>[] = [
  {
    weight: 40,
    arbitrary: fc.record({
      do: fc.constant('go on'),
      picks: fc.array(pick, { minLength: 4, maxLength: 40 }),
    }),
  },
  { weight: 12, arbitrary: fc.record({ do: fc.constant('spoil'), pick, fate: fc.constantFrom(...fates) }) },
  { weight: 20, arbitrary: fc.record({ do: fc.constant('ask'), replica, key, other: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('kill'), replica }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('freeze'), replica }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('thaw') }) },
  {
    weight: 12,
    arbitrary: fc.record({ do: fc.constant('pass'), ms: fc.constantFrom(1, 30, 700, 2_100, 13_000, 61_000) }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('resolve'), replica, key }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('resolve again'), replica, key }) },
];
const disasters = {
  wipe: fc.record({ do: fc.constant('wipe') }),
  'set clock': fc.record({
    do: fc.constant('set clock'),
    ms: fc.constantFrom(-3_600_000, -20_000, 20_000, 3_600_000),
  }),
};

/** A history with one kind of disaster: a clock that is set back may make a key look newer than the loss of its record. */
export const histories = fc.constantFrom<('wipe' | 'set clock')[]>('wipe', 'set clock').chain((disaster) =>
  fc.array(fc.oneof(...usual, { weight: 2, arbitrary: disasters[disaster] }), {
    maxLength: 70,
    size: 'max',
  }),
);

/** Runs a history, and afterwards a time without faults. */
export class WriteModel {
  readonly world: WriteWorld;
  private readonly replicas: WriteReplica[] = [];
  private readonly keys: string[] = [];
  private readonly findings: { readonly operationId: string; readonly finding: Finding }[] = [];
  private born = 0;

  constructor(store: WorldStore) {
    this.world = new WriteWorld(store);
    for (let index = 0; index < REPLICAS; index++) this.replicas[index] = this.freshReplica();
  }

  async live(history: readonly Event[]): Promise<void> {
    for (const event of history) await this.apply(event);
    await this.recover();
  }

  /** Repeats the request of every used key, to a fresh process, after all leases have ended. */
  async askAgain(): Promise<(Answered & { readonly code?: string })[]> {
    const answers = [];
    for (const index of this.keys.keys()) {
      const answer = this.replicaAt(index).ask(this.wish(index, false));
      await this.recover();
      answers.push(await answer);
    }
    return answers;
  }

  private async apply(event: Event): Promise<void> {
    const { world } = this;
    if (event.do === 'go on') for (const index of event.picks) await world.happen(index);
    else if (event.do === 'spoil') await world.happen(event.pick, event.fate);
    else if (event.do === 'pass') await world.pass(event.ms);
    else if (event.do === 'wipe') await world.wipe();
    else {
      this.begin(event);
      await world.pass(0);
    }
  }

  /** Events that take no time but may have consequences. */
  private begin(
    event: Extract<
      Event,
      { do: 'ask' | 'kill' | 'freeze' | 'thaw' | 'set clock' | 'resolve' | 'resolve again' }
    >,
  ) {
    const { world } = this;
    if (event.do === 'thaw') world.thaw();
    else if (event.do === 'set clock') world.setClock(event.ms);
    else if (event.do === 'kill') this.restart(event.replica);
    else if (event.do === 'freeze') world.freeze(this.replicaAt(event.replica).name);
    else if (event.do === 'resolve') void this.resolve(this.replicaAt(event.replica), event.key);
    else if (event.do === 'resolve again') void this.repeat(this.replicaAt(event.replica), event.key);
    else void this.replicaAt(event.replica).ask(this.wish(event.key, event.other));
  }

  /** Without further faults, finishes everything under way and lets all leases end. */
  private async recover(): Promise<void> {
    this.world.thaw();
    for (let round = 0; round < 8; round++) {
      while (this.world.pending > 0) await this.world.happen(0);
      await this.world.pass(round < 6 ? 1_000 : 61_000);
    }
  }

  private restart(index: number): void {
    this.world.kill(this.replicaAt(index).name);
    this.replicas[index] = this.freshReplica();
  }

  /** A person checks Freebit, and posts the finding only when nothing more can arrive there. */
  private async resolve({ operations }: WriteReplica, keyIndex: number): Promise<void> {
    const operationId = names.operationId('caller', 'POST /quota', this.keyAt(keyIndex), BUCKET);
    const { rules } = this.world;
    const living = this.replicas.map(({ name }) => name);
    const comes = rules
      .attemptsAt(operationId)
      .some(
        (one) => one.inFlight || (living.includes(one.replica) && ['preparing', 'sent'].includes(one.state)),
      );
    const outcome = rules.executions(operationId) > 0 ? 'applied' : 'not_applied';
    if (outcome === 'not_applied' && comes) return;
    await operations
      .find(operationId)
      .then(async (operation) => {
        const finding = { attempt: operation.record.attempt, outcome, by: 'person', note: null } as const;
        await operations.resolve(operation, finding);
        this.findings.push({ operationId, finding });
      })
      .catch(() => undefined);
  }

  /** A person posts an old finding again, perhaps after another attempt has begun. */
  private async repeat({ operations }: WriteReplica, index: number): Promise<void> {
    const old = this.findings[index % Math.max(1, this.findings.length)];
    if (!old) return;
    await operations
      .find(old.operationId)
      .then((operation) => operations.resolve(operation, old.finding))
      .catch(() => undefined);
  }

  /** Each line has two contents, and two keys share each content, so that equal writes occur. */
  private wish(index: number, other: boolean): Wish {
    const key = this.keyAt(index);
    const isOther = other && index === 0;
    return {
      key,
      line: `L${Math.floor(index / 4)}`,
      amount: (Math.floor(index / 2) % 2) + (isOther ? 10 : 0),
    };
  }

  private keyAt(index: number): string {
    return (this.keys[index] ??= uuidAt(this.world.nowMs()));
  }

  private replicaAt(index: number): WriteReplica {
    return this.replicas[index % REPLICAS]!;
  }

  private freshReplica(): WriteReplica {
    return new WriteReplica(this.world, `replica ${++this.born}`);
  }
}

/** A UUIDv7, which contains the time at which it was made. */
function uuidAt(ms: number): string {
  const time = Math.floor(ms).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
