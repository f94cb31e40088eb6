import { Auth } from './auth';
import { Faults } from './faults/faults';
import { Journal } from './journal';
import { Magic } from './magic';
import { type QuirkSettings, Quirks } from './quirks';
import { World } from './state/world';

/** The whole state of a simulator. */
export class SimulatorParts {
  readonly world: World = new World();
  readonly auth: Auth = new Auth();
  readonly quirks: Quirks;
  readonly faults: Faults = new Faults();
  readonly journal: Journal = new Journal();
  readonly magic: Magic = new Magic();

  /** With quirks that are set from the start. */
  constructor(quirks: Partial<QuirkSettings> = {}) {
    this.quirks = new Quirks(quirks);
  }

  /**
   * Back to the state at the start: seeded accounts, real calendar, no faults, no keys, empty journal, default quirks.
   */
  reset(): void {
    this.world.reset();
    this.auth.reset();
    this.quirks.reset();
    this.faults.clear();
    this.journal.reset();
    this.magic.reset();
  }
}
