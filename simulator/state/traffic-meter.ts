import type { AccountBook } from './account-book';
import type { Line, LineSeed } from './line';
import type { ShareGroup, ShareGroupSeed } from './share-group';
import type { Traffic, TrafficSeed } from './traffic';

/** Sets the traffic of SIMs and share groups. */
export class TrafficMeter {
  readonly #lines: AccountBook<Line, LineSeed>;
  readonly #groups: AccountBook<ShareGroup, ShareGroupSeed>;

  constructor(lines: AccountBook<Line, LineSeed>, groups: AccountBook<ShareGroup, ShareGroupSeed>) {
    this.#lines = lines;
    this.#groups = groups;
  }

  /** Adds KB to the traffic of today. */
  add(account: string, kilobytes: number): Traffic {
    return this.set(account, { today: this.#of(account).today + kilobytes });
  }

  /** Replaces the given values. */
  set(account: string, values: TrafficSeed): Traffic {
    return structuredClone(Object.assign(this.#of(account), structuredClone(values)));
  }

  #of(account: string): Traffic {
    const found = this.#lines.find(account) ?? this.#groups.find(account);
    if (found === undefined) throw new Error(`the simulator has no line or group ${account}`);
    return found.traffic;
  }
}
