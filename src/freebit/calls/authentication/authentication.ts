import { UnreadableAnswer } from '../../wire/unreadable-answer';
import { defineCall } from '../freebit-call';

/** The only call without an auth key. It has no paper: everything here follows public clients. */
export const authentication = defineCall({
  document: 'PA01-01',
  path: '/authOem/',
  effect: 'read',
  rejections: [],
  encode: ({ oemId, oemKey }: { oemId: string; oemKey: string }) => ({ oemId, oemKey }),
  decode: (body) => {
    const authKey = body.requiredText('authKey');
    if (!/^[\x21-\x7e]{1,1024}$/.test(authKey)) throw new UnreadableAnswer('authKey is not usable');
    return { authKey };
  },
});
