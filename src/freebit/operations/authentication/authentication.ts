import { UnreadableAnswer } from '../../wire/unreadable-answer';
import { defineOperation } from '../operation';

/** The only call without an auth key. It has no paper: everything here is what public clients do. */
export const authentication = defineOperation({
  document: 'PA01-01',
  path: '/authOem/',
  effect: 'read',
  refusals: [],
  encode: ({ oemId, oemKey }: { oemId: string; oemKey: string }) => ({ oemId, oemKey }),
  decode: (body) => {
    const authKey = body.requiredText('authKey');
    if (!/^[\x21-\x7e]{1,1024}$/.test(authKey)) throw new UnreadableAnswer('authKey is not usable');
    return { authKey };
  },
});
