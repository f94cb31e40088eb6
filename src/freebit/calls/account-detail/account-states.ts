import type { WireReader } from '../../wire/wire-reader';

/** States of an account, PA03-02. */
export const accountStates = ['waiting', 'temporary', 'active', 'suspended', 'obsolete'] as const;

/** Jobs that are scheduled for a day, PA03-02 `async.func`. */
export const asyncFunctions = [
  'regist',
  'stop',
  'resume',
  'cancel',
  'revival',
  'plnset',
  'plnunset',
  'change',
  'chgctract',
] as const;

/** A scheduled job of Freebit. While it is pending, writes on the line are rejected with 230. */
export interface AsyncRequest {
  readonly func: (typeof asyncFunctions)[number] | 'unknown';
  readonly date: string | null;
}

export function readAsync(reader: WireReader): AsyncRequest | null {
  const async = reader.child('async');
  if (async === null) return null;
  const request = { func: async.oneOf('func', asyncFunctions) ?? 'unknown', date: async.day('date') };
  async.dropRest();
  return request;
}
