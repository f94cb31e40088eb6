import { UnreadableAnswer } from '../wire/unreadable-answer';
import type { WireReader } from '../wire/wire-reader';

/** Freebit writes a phone number as a JSON number, which loses its leading zero. */
export function restoreLeadingZero(account: string): string {
  return /^(?:[1-9]\d{9}|200\d{10})$/.test(account) ? `0${account}` : account;
}

/** The account that an answer speaks of; an answer about another account than asked for is never shown. */
export function expectAccount(reader: WireReader, name: string, asked: string): string {
  const account = restoreLeadingZero(reader.requiredText(name));
  if (account !== asked) throw new UnreadableAnswer(`${name} is not the account that was asked for`);
  return account;
}
