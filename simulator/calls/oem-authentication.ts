import { type Call, refuse, succeed } from './call';

/**
 * PA01-01. Only the success is documented. Wrong credentials are rejected with 205, the code for a rejected key in the
 * other calls.
 */
export const oemAuthentication: Call = {
  document: 'PA01-01',
  path: '/authOem/',
  effect: 'login',
  codesAre: 'strings',
  codes: [100],
  missingKeyCode: null,
  accountOf: () => null,
  check: () => null,
  serve: ({ oemId, oemKey }, { auth }) => {
    const authKey = auth.login(oemId, oemKey);
    if (authKey === null) return refuse(205);
    switch (auth.settings.loginAnswer) {
      case 'no-key':
        return succeed();
      case 'empty-key':
        return succeed({ authKey: '' });
      default:
        return succeed({ authKey });
    }
  },
};
