import { CALLS } from './calls/calls';
import { MAGIC_LINES } from './magic';
import { seededGroups, seededLines, seededMasters } from './state/seeded-accounts';

/** An account of the simulator, and what it demonstrates. */
export interface Scenario {
  readonly kind: 'sim' | 'share_group' | 'master_account';
  readonly account: string;
  readonly note: string;
}

const MEANINGS: Readonly<Record<number, string>> = {
  200: 'kind rejected',
  201: 'account rejected',
  204: 'another parameter rejected',
  205: 'auth key refused',
  210: 'no such account',
  211: 'the state forbids it',
  220: 'plan code rejected',
  221: 'quota rejected',
  226: 'displayPass rejected',
  227: 'requestDatas rejected',
  228: 'auth key refused (PA03-02)',
  230: 'a job is scheduled',
  231: 'global IP rejected',
  233: 'service not provided',
  234: 'addition not allowed',
  236: 'version rejected',
  237: 'quotaCode rejected',
  240: 'phone number not eligible',
  322: 'the state of the group forbids it',
  323: 'no such share group',
  325: 'a job of the group is scheduled',
  330: 'in a share group',
  900: 'unexpected error',
};

/** Every seeded and every magic account; `today` (YYYY-MM-DD) decides when scheduled plan changes become due. */
export function scenarios(today: string): Scenario[] {
  const lines = [
    ...seededLines(today).map(({ seed, note }) => ({ account: seed.msisdn, note })),
    ...MAGIC_LINES.map(({ msisdn, note }) => ({ account: msisdn, note })),
    ...coded('09000000', ['PA03-02', 'PA04-04', 'PA05-01', 'PA05-21']),
  ];
  const groups = [
    ...seededGroups(today).map(({ seed, note }) => ({ account: seed.groupCode, note })),
    ...coded('ERR0_00000000', ['PA04-04', 'PA05-01']),
  ];
  const masters = seededMasters.map(({ seed, note }) => ({ account: seed.account, note }));
  return [
    ...lines.map((line) => ({ kind: 'sim' as const, ...line })),
    ...groups.map((group) => ({ kind: 'share_group' as const, ...group })),
    ...masters.map((master) => ({ kind: 'master_account' as const, ...master })),
  ];
}

/** The accounts whose number ends with a detail code, and the calls that answer with it. */
function coded(prefix: string, documents: readonly string[]) {
  return Object.entries(MEANINGS).flatMap(([code, meaning]) => {
    const calls = CALLS.filter(
      ({ document, codes }) => documents.includes(document) && codes.includes(Number(code)),
    ).map(({ document }) => document);
    const note = `detail code ${code} (${meaning}) from ${calls.join(', ')}`;
    return calls.length === 0 ? [] : [{ account: prefix + code, note }];
  });
}
