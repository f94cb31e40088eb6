import { maskNumber } from '../observability/mask-text';

/**
 * The subject of a request: a SIM, a share group or a master account. `id` is its only spelling inside the gateway: a
 * phone number in national form (`09012345678`), the code of a share group, or the name of a master account.
 */
export type Line = Sim | ShareGroup | MasterAccount;

export type Sim = LineOf<'sim'>;
export type ShareGroup = LineOf<'share_group'>;
export type MasterAccount = LineOf<'master_account'>;

interface LineOf<Type extends string> {
  readonly type: Type;
  readonly id: string;
}

/** A line that can be written to. */
export type WritableLine = Sim | ShareGroup;

/**
 * A Japanese phone number without its leading zero: 10 digits, or 13 that start with 200 for a machine. All other
 * patterns for phone numbers are derived from this one.
 */
export const NUMBER = String.raw`(\d{10}|200\d{10})`;
const NATIONAL = new RegExp(`^0${NUMBER}$`);
const INTERNATIONAL = new RegExp(String.raw`^\+81${NUMBER}$`);
const GROUP_CODE = /^[A-Za-z0-9]{1,16}_[0-9]{1,20}$/;
const MASTER_ACCOUNT = /^[\x20-\x7e]{1,256}$/;

/** The patterns of path parameters as published in the API description. */
export const PATTERNS = {
  msisdn: String.raw`^(0|\+81|%2B81)${NUMBER}$`,
  groupCode: GROUP_CODE.source,
} as const;

/** A SIM from `0…` or `+81…`; undefined for every other text. */
export function parseSim(text: string): Sim | undefined {
  const [, digits] = NATIONAL.exec(text) ?? INTERNATIONAL.exec(text) ?? [];
  return digits === undefined ? undefined : { type: 'sim', id: `0${digits}` };
}

export function parseShareGroup(text: string): ShareGroup | undefined {
  return GROUP_CODE.test(text) ? { type: 'share_group', id: text } : undefined;
}

/** Any name of 1 to 256 printable ASCII characters. */
export function parseMasterAccount(text: string): MasterAccount | undefined {
  return MASTER_ACCOUNT.test(text) ? { type: 'master_account', id: text } : undefined;
}

/** The international spelling of a SIM's number, E.164. */
export function toPhoneNumber({ id }: Sim): string {
  return `+81${id.slice(1)}`;
}

/** The masked form of a line: enough to recognise it, never the whole. */
export function maskLine({ type, id }: Line): string {
  if (type === 'sim') return maskNumber(id);
  return type === 'share_group' ? maskGroupCode(id) : maskMasterAccount(id);
}

function maskGroupCode(code: string): string {
  const [group = '', digits = ''] = code.split('_');
  return `${group}_****${digits.length > 7 ? digits.slice(-4) : ''}`;
}

/** Only an e-mail address has a part that may be shown. */
function maskMasterAccount(name: string): string {
  const masked = name.replace(/^([A-Za-z0-9])[^@]+@([A-Za-z0-9.-]{1,64})$/, '$1****@$2');
  return masked === name ? '****' : masked;
}
