import { type Call, type Fields, refuse, succeed, type Surroundings } from './call';
import { toLineDetail, toLinkedAccount } from './account-record';
import { absentOr, isDisplayPass, isMasterAccount, isMsisdn, isVersion, textOf } from './parameters';

/** Only the first item of the list is used. */
const requested = (body: Fields): Fields | null => {
  const list: unknown = body.requestDatas;
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  return typeof first === 'object' && first !== null ? { ...first } : null;
};

const checkItem = ({ kind, account }: Fields): number | null => {
  if (kind !== 'MVNO' && kind !== 'MASTER') return 200;
  const isRight = kind === 'MVNO' ? isMsisdn : isMasterAccount;
  return isRight(account) ? null : 201;
};

const serveMaster = (account: string, { world, quirks }: Surroundings) => {
  const master = world.masters.find(account);
  if (master === undefined) return refuse(210);
  const linked = master.linked.map((account) => toLinkedAccount(account, quirks));
  return { ...succeed({ masterAccount: master.account, responseDatas: linked }), asInPapers: true };
};

const serveLine = (msisdn: string, { world, quirks }: Surroundings) => {
  const line = world.lines.find(msisdn);
  if (line === undefined) return refuse(210);
  const detail = toLineDetail(line, quirks);
  return succeed({
    masterAccount: line.masterAccount,
    responseDatas: quirks.mvnoAsObject ? detail : [detail],
  });
};

/** PA03-02: a line in any state, or a master account with the accounts linked to it. */
export const accountDetail: Call = {
  document: 'PA03-02',
  path: '/mvno/getDetail/',
  effect: 'read',
  codesAre: 'numbers',
  codes: [100, 200, 201, 204, 226, 227, 228, 236, 205, 210, 211],
  missingKeyCode: 228,
  accountOf: (body) => textOf(requested(body)?.account),
  check: (body) => {
    const item = requested(body);
    if (item === null) return 227;
    if (!absentOr(body.displayPass, isDisplayPass)) return 226;
    if (!absentOr(body.version, isVersion)) return 236;
    return checkItem(item);
  },
  serve: (body, surroundings) => {
    const { kind, account } = requested(body) ?? {};
    const name = textOf(account) ?? '';
    return kind === 'MASTER' ? serveMaster(name, surroundings) : serveLine(name, surroundings);
  },
};
