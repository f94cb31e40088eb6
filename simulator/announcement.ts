import { MAGIC_LINES } from './magic';
import type { Simulator } from './simulator';
import { seededGroups, seededLines, seededMasters } from './state/seeded-accounts';

const row = (account: string, note: string): string => `  ${account.padEnd(22)} ${note}`;

/** The text that is printed when a simulator has started: its address, the credentials, and the accounts. */
export function announcement(simulator: Simulator): string {
  const today = simulator.clock.today();
  const { oemId, oemKey } = simulator.auth.settings;
  return [
    `Freebit simulator   ${simulator.url}`,
    `Control API         ${simulator.controlUrl}`,
    `Login               oemId ${oemId}, oemKey ${oemKey}`,
    '',
    'Seeded lines',
    ...seededLines(today).map(({ seed, note }) => row(seed.msisdn, note)),
    'Seeded share groups',
    ...seededGroups(today).map(({ seed, note }) => row(seed.groupCode, note)),
    'Seeded master accounts',
    ...seededMasters.map(({ seed, note }) => row(seed.account, note)),
    'Magic accounts',
    row('09000000NNN', 'detail code NNN on every call whose paper lists it; so does ERR0_00000000NNN'),
    ...MAGIC_LINES.map(({ msisdn, note }) => row(msisdn, note)),
  ].join('\n');
}
