import { AccountBook } from './account-book';
import { Clock, compactDay } from './clock';
import { isDue } from './job';
import { finishJob } from './job-effects';
import { type Line, type LineSeed, toLine } from './line';
import { type MasterAccount, type MasterAccountSeed, toMasterAccount } from './master-account';
import { seededGroups, seededLines, seededMasters } from './seeded-accounts';
import { type ShareGroup, type ShareGroupSeed, toShareGroup } from './share-group';
import { rollTraffic } from './traffic';
import { TrafficMeter } from './traffic-meter';

export type Lines = AccountBook<Line, LineSeed>;
export type ShareGroups = AccountBook<ShareGroup, ShareGroupSeed>;
export type Masters = AccountBook<MasterAccount, MasterAccountSeed>;

const DAY_MS = 24 * 60 * 60 * 1000;
const MAGIC_LINE = /^0900000(0\d{3}|100[1-8])$/;
const MAGIC_GROUP = /^ERR0_00000000\d{3}$/;

/** The accounts and their calendar. */
export class World {
  readonly clock: Clock = new Clock(() => this.settle());
  readonly lines: Lines = new AccountBook<Line, LineSeed>({
    noun: 'line',
    key: ({ msisdn }) => msisdn,
    fromKey: (msisdn) => ({ msisdn }),
    complete: toLine,
    initial: () => seededLines(this.clock.today()).map(({ seed }) => seed),
    springsUp: (msisdn) => MAGIC_LINE.test(msisdn),
  });
  readonly groups: ShareGroups = new AccountBook<ShareGroup, ShareGroupSeed>({
    noun: 'share group',
    key: ({ groupCode }) => groupCode,
    fromKey: (groupCode) => ({ groupCode }),
    complete: toShareGroup,
    initial: () => seededGroups(this.clock.today()).map(({ seed }) => seed),
    springsUp: (groupCode) => MAGIC_GROUP.test(groupCode),
  });
  readonly masters: Masters = new AccountBook<MasterAccount, MasterAccountSeed>({
    noun: 'master account',
    key: ({ account }) => account,
    fromKey: (account) => ({ account }),
    complete: toMasterAccount,
    initial: () => seededMasters.map(({ seed }) => seed),
    springsUp: () => false,
  });
  readonly traffic: TrafficMeter = new TrafficMeter(this.lines, this.groups);
  #settledDay = this.clock.today();

  /** Updates the accounts to the current day: executes due jobs and moves traffic on. */
  settle(): void {
    const from = this.#settledDay;
    const to = this.clock.today();
    if (from === to) return;
    this.#settledDay = to;
    if (to < from) return;
    const days = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
    for (const line of this.lines.live()) {
      rollTraffic(line.traffic, days);
      if (isDue(line.async, compactDay(from), compactDay(to))) finishJob(line);
    }
    for (const group of this.groups.live()) {
      rollTraffic(group.traffic, days);
      if (isDue(group.async, compactDay(from), compactDay(to))) group.async = null;
    }
  }

  /** Back to the seeded accounts. */
  resetAccounts(): void {
    this.lines.reset();
    this.groups.reset();
    this.masters.reset();
  }

  /** The real calendar and the seeded accounts. */
  reset(): void {
    this.clock.reset();
    this.resetAccounts();
  }
}
