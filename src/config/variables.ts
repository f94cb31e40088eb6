import type { Setting } from './setting';
import { settings } from './settings';
import { standardSettings } from './standard-settings';

/** Every variable that the gateway reads: its own settings and the standard ones. */
export const variables = { ...settings, ...standardSettings } as const;

export type VariableName = keyof typeof variables;

type ValueOf<Entry> = Entry extends Setting<infer Value> ? Value : never;

/** The value of every variable. */
export type Values = { readonly [Name in VariableName]: ValueOf<(typeof variables)[Name]> } & {
  /** The file that the clients came from, to be read again when it changes. */
  readonly API_CLIENTS_FILE: string | undefined;
};
