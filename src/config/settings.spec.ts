import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { clientProperties } from './api-clients';
import { readEnvironment } from './environment';
import { parse, type Setting } from './setting';
import { settings } from './settings';
import { variables } from './variables';

const read = (path: string) => readFileSync(join(__dirname, '../..', path), 'utf8');
const example = read('.env.example');
const document = read('docs/operators/configuration.md');
const entries = Object.entries<Setting<unknown>>(variables);

/** An explanation and the allowed values, with the variable below, perhaps commented out. */
const found = [...example.matchAll(/^# (.+)\n# Allowed: .+\n(#?)([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(
  ([, meaning, mark, name = '', value = '']) => ({ meaning, commentedOut: mark === '#', name, value }),
);

describe('.env.example', () => {
  it('contains every variable once, in the order of the schema, and nothing else', () => {
    const names = [...example.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);

    expect(names).toEqual(Object.keys(variables));
  });

  it.each(entries)('explains %s in the words of the schema', (name, { meaning }) => {
    const entry = found.find((candidate) => candidate.name === name);

    expect(entry?.meaning).toBe(meaning);
  });

  it.each(entries)('contains %s with its default, commented out if it is optional', (name, setting) => {
    const entry = found.find((candidate) => candidate.name === name);

    expect(entry?.commentedOut).toBe(!setting.required);
    if (setting.fallback !== undefined) expect(entry?.value).toBe(setting.fallback);
    // The files that examples name do not exist here.
    if (entry?.value && !name.endsWith('_FILE')) expect(() => parse(setting, entry.value)).not.toThrow();
  });

  it('gives a gateway all the defaults', () => {
    const shown = readEnvironment(parseEnv(example));

    const { FREEBIT_OEM_ID, FREEBIT_OEM_KEY } = shown;
    expect(shown).toEqual(readEnvironment({ FREEBIT_OEM_ID, FREEBIT_OEM_KEY }));
  });
});

describe('the table of settings', () => {
  const rows = new Map(
    [...document.matchAll(/^\| `([A-Z0-9_]+)` +\|(.+)\|$/gm)].map(([, name = '', rest = '']) => [
      name,
      rest.split('|').map((cell) => cell.trim()),
    ]),
  );

  it('has every variable, in the order of the schema, and nothing else', () => {
    expect([...rows.keys()]).toEqual(Object.keys(variables));
  });

  it.each(entries)(
    'has the meaning, unit, default and form of %s, and marks it if it is a secret',
    (name, setting) => {
      const { meaning, unit = '', unset = 'required', fallback, allowed, secret } = setting;

      const standsFor = fallback === undefined ? unset : `\`${fallback}\``;
      expect(rows.get(name)).toEqual([meaning, unit, standsFor, allowed, secret ? 'yes' : 'no']);
    },
  );
});

describe('the schema', () => {
  it('has 60 settings at most', () => {
    expect(Object.keys(settings).length).toBeLessThanOrEqual(60);
  });

  it.each(entries)('explains %s in sentences, and what happens without it', (_, setting) => {
    expect(setting.meaning).toMatch(/^[A-Z`].+\.$/);
    if (!setting.required) expect(setting.unset).toBeDefined();
  });

  it.each(entries.filter(([name]) => /_(MS|SECONDS|PER_SECOND)$/.test(name)))(
    'gives %s the unit that is in its name',
    (name, { unit }) => {
      const units: Record<string, string> = { MS: 'ms', PER_SECOND: 'per second', SECONDS: 'seconds' };

      const [, end = ''] = /_(MS|PER_SECOND|SECONDS)$/.exec(name) ?? [];

      expect(unit).toBe(units[end]);
    },
  );
});

it('the example of API_CLIENTS in the documents is valid as it is', () => {
  const [, json = ''] = /```json\n([^]+?)```/.exec(document) ?? [];

  const [client] = parse(settings.API_CLIENTS, json) ?? [];

  expect(Object.keys(client ?? {})).toEqual(clientProperties);
});
