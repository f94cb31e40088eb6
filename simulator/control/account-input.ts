import { JOB_FUNCTIONS } from '../state/job';
import { LINE_STATES, QUOTA_ADDITIONS, SIZES } from '../state/line';
import { GROUP_STATES } from '../state/share-group';
import { listOf, matching, nullable, object, oneOf, optional, type Reader, text, whole } from './readers';

const day = matching(/^\d{8}$/, 'a day as YYYYMMDD');
const digits = matching(/^\d{1,32}$/, 'a string of digits');
const decimal = matching(/^(0|[1-9]\d*)(\.\d+)?$/, 'a decimal, as a number or a string');
const quota: Reader<string> = (value, field) =>
  decimal(typeof value === 'number' ? String(value) : value, field);
const flag = oneOf(10, 20);
const mode = oneOf(10, 11, 20);

export const msisdn = matching(
  /^(0\d{10}|0200\d{10})$/,
  'a phone number: 0 and 10 digits, or 0200 and 10 digits',
);
export const groupCode = matching(
  /^[A-Za-z0-9]{1,16}_\d{1,20}$/,
  'a share group code such as AAA0_00000000001',
);

const traffic = {
  today: optional(whole()),
  inRecentDays: optional(listOf(whole())),
  blackList: optional(flag),
};

const job = object({
  func: oneOf(...JOB_FUNCTIONS),
  date: day,
  planCode: optional(text),
  globalIp: optional(text),
});

const talkOption = object({
  state: text,
  voiceMail: flag,
  callWaiting: flag,
  callTransfer: flag,
  callTransferToWorld: flag,
  worldCall: mode,
  worldCallCreditLimit: optional(whole()),
  worldWing: mode,
  worldWingCreditLimit: optional(whole()),
});

const lineValues = {
  state: optional(oneOf(...LINE_STATES)),
  planCode: optional(text),
  startDate: optional(nullable(day)),
  iccid: optional(digits),
  imsi: optional(digits),
  contractLine: optional(text),
  size: optional(oneOf(...SIZES)),
  sms: optional(flag),
  talk: optional(flag),
  ipv4: optional(text),
  ipv6: optional(text),
  quota: optional(quota),
  talkOption: optional(nullable(talkOption)),
  async: optional(nullable(job)),
  groupCode: optional(nullable(groupCode)),
  masterAccount: optional(text),
  quotaAddition: optional(oneOf(...QUOTA_ADDITIONS)),
};

const groupValues = {
  state: optional(oneOf(...GROUP_STATES)),
  quota: optional(quota),
  async: optional(nullable(job)),
  quotaAddition: optional(oneOf(...QUOTA_ADDITIONS)),
};

const linked = object({
  kind: oneOf('MASTER', 'MVNO'),
  account: text,
  state: oneOf(...LINE_STATES),
  startDate: optional(day),
  relationCode: optional(text),
});

export const trafficValues = traffic;
export const lineSeed = object({ msisdn, ...lineValues, traffic: optional(object(traffic)) });
export const lineChange = object(lineValues);
export const groupSeed = object({ groupCode, ...groupValues, traffic: optional(object(traffic)) });
export const groupChange = object(groupValues);
export const masterSeed = object({ account: text, linked: optional(listOf(linked)) });
