import { QUIRK_SWITCHES } from '../quirks';
import type { ControlEndpoint } from './endpoint';
import { flag, nullable, object, oneOf, optional, type Reader, text } from './readers';

type SwitchReaders = Record<(typeof QUIRK_SWITCHES)[number], Reader<boolean | undefined>>;

const switches = Object.fromEntries(QUIRK_SWITCHES.map((name) => [name, optional(flag)])) as SwitchReaders;
const settings = object({
  ...switches,
  refusalHttpStatus: optional(oneOf<200 | 'statusCode'>(200, 'statusCode')),
  globalIpEnabledCode: optional(nullable(text)),
});

/** Peculiarities of the real service. */
export const QUIRK_ENDPOINTS: readonly ControlEndpoint[] = [
  {
    method: 'GET',
    path: '/quirks',
    summary: 'All quirks as they stand',
    handle: (_, { quirks }) => quirks.settings,
  },
  {
    method: 'PATCH',
    path: '/quirks',
    summary: 'Switch quirks, such as {paperMessages: true, refusalHttpStatus: "statusCode"}',
    handle: ({ body }, { quirks }) => {
      quirks.set(settings(body, 'body'));
      return quirks.settings;
    },
  },
];
