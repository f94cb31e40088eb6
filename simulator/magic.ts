import type { Call } from './calls/call';
import { appliedThenDropped } from './faults/applied-then-dropped';
import { empty } from './faults/empty';
import type { Fault } from './faults/fault';
import { hang } from './faults/hang';
import { html } from './faults/html';
import { refusal } from './faults/refusal';
import { reset } from './faults/reset';
import { truncated } from './faults/truncated';
import { SUCCESS } from './wire/result-codes';

const CODED_ACCOUNT = /^(?:09000000|ERR0_00000000)(\d{3})$/;
const REFUSED_ONCE = '09000001007';
const APPLIED_THEN_DROPPED = '09000001006';

const FAULTY_LINES: ReadonlyMap<string, Fault> = new Map([
  ['09000001001', hang],
  ['09000001002', reset],
  ['09000001003', html],
  ['09000001004', truncated],
  ['09000001005', empty],
  ['09000001008', refusal(999)],
]);

/** Accounts whose number says what happens to them. */
export class Magic {
  #refusedOnce = false;

  /** The detail code in the number, on calls whose paper lists it; elsewhere null. */
  codeOf(account: string, call: Call): number | null {
    const code = Number(CODED_ACCOUNT.exec(account)?.[1]);
    return code !== SUCCESS && call.codes.includes(code) ? code : null;
  }

  /** The fault of a line, if its number stands for one. */
  faultOf(account: string, call: Call): Fault | null {
    if (account === APPLIED_THEN_DROPPED) return call.effect === 'write' ? appliedThenDropped : null;
    if (account !== REFUSED_ONCE) return FAULTY_LINES.get(account) ?? null;
    if (this.#refusedOnce) return null;
    this.#refusedOnce = true;
    return refusal(205);
  }

  reset(): void {
    this.#refusedOnce = false;
  }
}
