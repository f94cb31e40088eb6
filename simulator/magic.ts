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

/** A line whose number stands for a fault, and a description. */
export interface MagicLine {
  readonly msisdn: string;
  readonly note: string;
  /** Null if it depends on the request. */
  readonly fault: Fault | null;
}

export const MAGIC_LINES: readonly MagicLine[] = [
  { msisdn: '09000001001', note: 'Freebit never answers', fault: hang },
  { msisdn: '09000001002', note: 'the connection is reset', fault: reset },
  { msisdn: '09000001003', note: 'HTTP 500 with an HTML page', fault: html },
  { msisdn: '09000001004', note: 'truncated JSON', fault: truncated },
  { msisdn: '09000001005', note: 'an empty body', fault: empty },
  {
    msisdn: APPLIED_THEN_DROPPED,
    note: 'a write is applied, then the connection is dropped; reads work',
    fault: null,
  },
  { msisdn: REFUSED_ONCE, note: 'the auth key is refused once (205), then all is normal', fault: null },
  { msisdn: '09000001008', note: 'detail code 999, which no paper lists', fault: refusal(999) },
];

const FAULTY_LINES = new Map(MAGIC_LINES.map(({ msisdn, fault }) => [msisdn, fault]));

/** Accounts whose number says what happens to them. */
export class Magic {
  #refusedOnce = false;

  /** The detail code in the number, on calls whose paper lists it; else null. */
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
