import { readFileSync } from 'node:fs';
import { contradictions } from './contradictions';
import { parse, type Setting } from './setting';
import { lowerCaseToo } from './standard-settings';
import { variables, type Values } from './variables';

export type Environment = Readonly<Record<string, string | undefined>>;

/** All errors of the configuration, by name and never by value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/** Reads and checks all settings. Throws `ConfigurationError` with all errors at once. */
export function readEnvironment(environment: Environment): Values {
  const problems: string[] = [];
  const entries = Object.entries<Setting<unknown>>(variables).flatMap(([name, setting]) => {
    try {
      return [[name, readSetting(name, setting, environment)]];
    } catch (error) {
      problems.push(`${name} ${error instanceof Error ? error.message : 'is not valid'}`);
      return [];
    }
  });
  const API_CLIENTS_FILE = environment.API_CLIENTS_FILE || undefined;
  const values = { ...Object.fromEntries(entries), API_CLIENTS_FILE } as Partial<Values>;
  problems.push(...contradictions(values));
  if (problems.length > 0) throw new ConfigurationError(problems);
  return values as Values;
}

function readSetting(name: string, setting: Setting<unknown>, environment: Environment): unknown {
  const value = readText(name, environment) ?? setting.fallback;
  if (value !== undefined) return parse(setting, value);
  if (setting.required) throw new Error(`is required: ${setting.meaning}`);
  return undefined;
}

/** An empty variable counts as unset, because compose files turn a missing one into an empty one. */
function readText(name: string, environment: Environment): string | undefined {
  const lower = lowerCaseToo.includes(name) ? environment[name.toLowerCase()] : undefined;
  const value = lower || environment[name] || undefined;
  const file = environment[`${name}_FILE`] || undefined;
  if (file === undefined) return value;
  if (value !== undefined) throw new Error(`is set twice, by itself and by ${name}_FILE`);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new Error(`cannot be read from the file that ${name}_FILE names`);
  }
}
