import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { readEnvironment } from './environment';
import type { Setting } from './setting';
import { settings } from './settings';

const example = readFileSync(join(__dirname, '../../.env.example'), 'utf8');
const entries = Object.entries<Setting<unknown>>(settings);

/** An explanation, and the variable below it, commented out or not. */
const found = [...example.matchAll(/^# (.+)\n(#?)([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(
  ([, about, mark, name = '', value = '']) => ({ about, commentedOut: mark === '#', name, value }),
);

describe('.env.example', () => {
  it('shows every setting once, in the order of the schema, and nothing else', () => {
    const names = [...example.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);

    expect(names).toEqual(Object.keys(settings));
  });

  it.each(entries)('explains %s in the words of the schema', (name, { about }) => {
    const entry = found.find((candidate) => candidate.name === name);

    expect(entry?.about).toBe(about);
  });

  it.each(entries)(
    'shows %s with its default, and commented out when it may be left out',
    (name, setting) => {
      const entry = found.find((candidate) => candidate.name === name);

      expect(entry?.commentedOut).toBe(!setting.required);
      if (setting.fallback !== undefined) expect(entry?.value).toBe(setting.fallback);
      if (entry?.value) expect(() => setting.parse(entry.value)).not.toThrow();
    },
  );

  it('starts a gateway that has all the defaults', () => {
    const shown = readEnvironment(parseEnv(example));

    const { FREEBIT_OEM_ID, FREEBIT_OEM_KEY } = shown;
    expect(shown).toEqual(readEnvironment({ FREEBIT_OEM_ID, FREEBIT_OEM_KEY }));
  });
});
