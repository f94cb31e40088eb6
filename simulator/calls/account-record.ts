import type { QuirkSettings } from '../quirks';
import type { Job } from '../state/job';
import type { Line, TalkOption } from '../state/line';
import type { LinkedAccount } from '../state/master-account';
import { SUCCESS } from '../wire/result-codes';
import { Digits, type WireObject, type WireValue } from '../wire/wire-json';

type Switches = Readonly<QuirkSettings>;

const digits = (text: string, asNumber: boolean): WireValue => {
  const withoutZeros = text.replace(/^0+(?=\d)/, '');
  return asNumber && /^\d+$/.test(text) ? new Digits(withoutZeros) : text;
};

const dayOf = (day: string | null | undefined, { numericDates }: Switches): WireValue | undefined =>
  day ? digits(day, numericDates) : undefined;

const asyncOf = (job: Job | null, quirks: Switches): WireObject | undefined => {
  if (job === null) return quirks.emptyAsync ? {} : undefined;
  return { func: job.func, date: dayOf(job.date, quirks) };
};

const voiceOptions = (talkOption: TalkOption | null, quirks: Switches): WireObject => {
  if (talkOption === null) return {};
  const options = Object.entries<string | number>({ ...talkOption })
    .filter(([name]) => quirks.nestedVoiceOptions || name !== 'state')
    .map(([name, value]) => [quirks.lowercaseVoiceOptions ? name.toLowerCase() : name, value] as const);
  const named = Object.fromEntries(options);
  return quirks.nestedVoiceOptions ? { talkOption: named } : named;
};

/** A line as PA03-02 shows it; its own result code is a string where the outer one is a number. */
export const toLineDetail = (line: Line, quirks: Switches): WireObject => ({
  kind: 'MVNO',
  account: digits(line.msisdn, quirks.numericAccount),
  state: line.state,
  planCode: line.planCode,
  startDate: dayOf(line.startDate, quirks),
  iccid: digits(line.iccid, quirks.numericIccid),
  imsi: digits(line.imsi, quirks.numericIccid),
  contractLine: line.contractLine,
  size: line.size,
  sms: line.sms,
  talk: line.talk,
  ipv4: line.ipv4,
  ipv6: line.ipv6,
  quota: new Digits(line.quota),
  ...voiceOptions(line.talkOption, quirks),
  async: asyncOf(line.async, quirks),
  resultCode: quirks.mixedCodeTypes ? String(SUCCESS) : SUCCESS,
});

/** An account in the list of its master. */
export const toLinkedAccount = (linked: LinkedAccount, quirks: Switches): WireObject => ({
  kind: linked.kind,
  account: digits(linked.account, quirks.numericAccount),
  state: linked.state,
  startDate: dayOf(linked.startDate, quirks),
  relationCode: linked.relationCode,
  resultCode: SUCCESS,
});
