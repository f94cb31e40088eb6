import { UnreadableAnswer } from '../wire/unreadable-answer';
import type { WireReader } from '../wire/wire-reader';

/** Freebit writes a phone number as a JSON number, without its leading zero. */
export function restoreLeadingZero(account: string): string {
  return /^(?:[1-9]\d{9}|200\d{10})$/.test(account) ? `0${account}` : account;
}

/** The account in an answer. An answer about another account than the requested one is never shown. */
export function expectAccount(reader: WireReader, name: string, asked: string): string {
  const account = restoreLeadingZero(reader.requiredText(name));
  if (account !== asked) throw new UnreadableAnswer(`${name} is not the requested account`);
  return account;
}
