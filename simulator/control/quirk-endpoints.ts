import { callShapes } from '../profile';
import { CASINGS, QUIRK_SWITCHES, type QuirkSettings, TEXT_ENCODINGS } from '../quirks';
import { quirksOf, VARIANTS } from '../variants';
import type { ControlEndpoint } from './endpoint';
import { flag, listOf, nullable, object, oneOf, optional, type Reader, text } from './readers';

type SwitchReaders = Record<(typeof QUIRK_SWITCHES)[number], Reader<boolean | undefined>>;

const switches = Object.fromEntries(QUIRK_SWITCHES.map((name) => [name, optional(flag)])) as SwitchReaders;
const settings = object({
  ...switches,
  refusalHttpStatus: optional(oneOf<QuirkSettings['refusalHttpStatus']>(200, 400, 500, 'statusCode')),
  fieldNames: optional(oneOf(...CASINGS)),
  textEncoding: optional(oneOf(...TEXT_ENCODINGS)),
  charset: optional(nullable(text)),
  calls: optional(callShapes),
  globalIpEnabledCode: optional(nullable(text)),
});
const choice = object({ names: listOf(oneOf(...VARIANTS.map(({ name }) => name))) });

/** Peculiarities of the real service. */
export const QUIRK_ENDPOINTS: readonly ControlEndpoint[] = [
  {
    method: 'GET',
    path: '/quirks',
    summary: 'The current quirks',
    handle: (_, { quirks }) => quirks.settings,
  },
  {
    method: 'PATCH',
    path: '/quirks',
    summary: 'Change quirks, such as {paperMessages: true, refusalHttpStatus: "statusCode"}',
    handle: ({ body }, { quirks }) => {
      quirks.set(settings(body, 'body'));
      return quirks.settings;
    },
  },
  {
    method: 'GET',
    path: '/variants',
    summary: 'Sets of quirks with a name: ways in which the real service may differ',
    handle: () => VARIANTS.map(({ name, note }) => ({ name, note })),
  },
  {
    method: 'PUT',
    path: '/variants',
    summary: 'The quirks at the start, and these variants: {names: ["json-only", "shift-jis"]}',
    handle: ({ body }, { quirks }) => {
      const chosen = quirksOf(choice(body, 'body').names);
      quirks.reset();
      quirks.set(chosen);
      return quirks.settings;
    },
  },
];
