import { readFileSync } from 'node:fs';
import type { Setting } from './setting';
import { crossesNetworkInClear } from './freebit-base-url';
import { settings, type SettingName } from './settings';

export type Environment = Readonly<Record<string, string | undefined>>;

type ValueOf<Entry> = Entry extends Setting<infer Value> ? Value : never;
/** The value of every setting. */
export type Values = { readonly [Name in SettingName]: ValueOf<(typeof settings)[Name]> };

/** Everything that is wrong with the configuration, by name and never by value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/** Reads and checks all settings. Throws `ConfigurationError` with all problems at once. */
export function readEnvironment(environment: Environment): Values {
  const problems: string[] = [];
  const entries = Object.entries<Setting<unknown>>(settings).flatMap(([name, setting]) => {
    try {
      return [[name, readSetting(name, setting, environment)]];
    } catch (error) {
      problems.push(`${name} ${error instanceof Error ? error.message : 'is not valid'}`);
      return [];
    }
  });
  const values = Object.fromEntries(entries) as Partial<Values>;
  problems.push(...contradictions(values));
  if (problems.length > 0) throw new ConfigurationError(problems);
  return values as Values;
}

function readSetting(name: string, setting: Setting<unknown>, environment: Environment): unknown {
  const text = readText(name, environment) ?? setting.fallback;
  if (text !== undefined) return setting.parse(text);
  if (setting.required) throw new Error(`is required: ${setting.about}`);
  return undefined;
}

/** An empty variable counts as unset: that is what compose files make of a missing one. */
function readText(name: string, environment: Environment): string | undefined {
  const text = environment[name] || undefined;
  const file = environment[`${name}_FILE`] || undefined;
  if (file === undefined) return text;
  if (text !== undefined) throw new Error(`is set twice, by itself and by ${name}_FILE`);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new Error(`cannot be read from the file that ${name}_FILE names`);
  }
}

/** What is wrong between settings; one that is not valid by itself takes no part. */
function contradictions(values: Partial<Values>): string[] {
  const orders = [
    ['FREEBIT_READ_TIMEOUT_MS', 'READ_DEADLINE_MS'],
    ['WRITE_DEADLINE_MS', 'WRITE_LISTEN_MS'],
  ] as const;
  const tooLong = orders
    .filter(([shorter, longer]) => (values[shorter] ?? 0) > (values[longer] ?? Infinity))
    .map(([shorter, longer]) => `${shorter} must not be longer than ${longer}`);
  const wrong = [...tooLong, ...halfAnIssuer(values)];
  return values.NODE_ENV === 'production' ? [...wrong, ...unfitForProduction(values)] : wrong;
}

/** An issuer, its audience and its keys mean nothing without each other. */
function halfAnIssuer(values: Partial<Values>): string[] {
  const names = ['OIDC_ISSUER', 'OIDC_AUDIENCE', 'OIDC_JWKS_URL'] as const;
  const unset = names.filter((name) => isUnset(values, name));
  return unset.length === names.length
    ? []
    : unset.map((name) => `${name} is required beside the other settings that begin with OIDC_`);
}

/** One that is not valid is not unset. */
function isUnset(values: Partial<Values>, name: SettingName): boolean {
  return name in values && values[name] === undefined;
}

function unfitForProduction(values: Partial<Values>): string[] {
  const problems: string[] = [];
  const noClients = isUnset(values, 'API_CLIENTS') || values.API_CLIENTS?.length === 0;
  if (noClients && isUnset(values, 'OIDC_ISSUER')) {
    problems.push('API_CLIENTS is required in production, unless OIDC_ISSUER is set: nobody could get in');
  }
  if (values.FREEBIT_BASE_URL !== undefined && crossesNetworkInClear(values.FREEBIT_BASE_URL)) {
    problems.push('FREEBIT_BASE_URL must start with https:// in production');
  }
  if (values.REDIS_URL === undefined && values.ALLOW_MEMORY_STORE === 'false') {
    problems.push('REDIS_URL is required in production, unless ALLOW_MEMORY_STORE is true');
  }
  return problems;
}
