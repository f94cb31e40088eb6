import { LOGIN_ANSWERS } from '../auth';
import type { SimulatorParts } from '../simulator-parts';
import type { ControlEndpoint } from './endpoint';
import { flag, nullable, object, oneOf, optional, text, whole } from './readers';

const settings = object({
  oemId: optional(text),
  oemKey: optional(text),
  newLoginEndsOlder: optional(flag),
  keyLifetimeMs: optional(nullable(whole())),
  refuseEveryKey: optional(flag),
  keyValidAfterMs: optional(whole()),
  loginLatencyMs: optional(whole()),
  loginAnswer: optional(oneOf(...LOGIN_ANSWERS)),
});

/** The OEM key is left out. */
const state = ({ auth }: SimulatorParts) => ({
  ...auth.settings,
  oemKey: undefined,
  logins: auth.logins,
  attempts: auth.attempts,
});

/** Logins and keys. */
export const AUTH_ENDPOINTS: readonly ControlEndpoint[] = [
  {
    method: 'GET',
    path: '/auth',
    summary: 'Settings and the number of logins',
    handle: (_, parts) => state(parts),
  },
  {
    method: 'PATCH',
    path: '/auth',
    summary:
      'Change settings: oemId, oemKey, newLoginEndsOlder, keyLifetimeMs, refuseEveryKey, keyValidAfterMs, loginLatencyMs, loginAnswer (key, no-key, empty-key)',
    handle: ({ body }, parts) => {
      parts.auth.set(settings(body, 'body'));
      return state(parts);
    },
  },
  {
    method: 'POST',
    path: '/auth/expire',
    summary: 'Invalidate every key now',
    handle: (_, parts) => {
      parts.auth.expireAll();
      return state(parts);
    },
  },
];
