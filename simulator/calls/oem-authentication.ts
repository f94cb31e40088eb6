import { type Call, refuse, succeed } from './call';

/**
 * PA01-01. Nothing is documented but the success; a wrong credential is refused with 205 because that is the code of
 * the later calls for a refused key.
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
