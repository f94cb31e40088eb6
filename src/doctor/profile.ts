import { readFileSync, writeFileSync } from 'node:fs';
import type { BodyEncoding } from '../config/body-encodings';
import { fail, ok, warn, type Check } from './check';
import type { Fields } from './fields';

/** What was learned about one call. */
export interface LearnedCall {
  encoding?: BodyEncoding;
  path?: string;
  httpStatusOfRejection?: number;
  fields?: Fields;
}

/** What was learned about a Freebit service, by paper; the simulator can answer in this shape. */
export interface Profile {
  readonly version: 1;
  readonly calls: Record<string, LearnedCall>;
}

/** Throws the errors of the file system. */
export function writeProfile(file: string, profile: Profile): void {
  writeFileSync(file, `${JSON.stringify(profile, null, 2)}\n`);
}

/** The differences to an earlier profile. */
export function compareProfiles(file: string, now: Profile): Check {
  const before = readProfile(file);
  if (before === null) return fail('compare', 'the earlier profile cannot be read', '--compare');
  const details = Object.keys(before.calls)
    .flatMap((document) => differences(document, before.calls[document], now.calls[document]))
    .sort();
  if (details.length === 0) return ok('compare', 'nothing has changed', details);
  return warn('compare', `${details.length} differences`, undefined, details);
}

function readProfile(file: string): Profile | null {
  try {
    const profile = JSON.parse(readFileSync(file, 'utf8')) as Partial<Profile> | null;
    return profile?.version === 1 && profile.calls ? { version: 1, calls: profile.calls } : null;
  } catch {
    return null;
  }
}

/** Lengths and shapes differ from line to line, so only name and type of a field are compared. */
function differences(document: string, before: LearnedCall = {}, now: LearnedCall = {}): string[] {
  const manner = (['encoding', 'path', 'httpStatusOfRejection'] as const)
    .filter((name) => before[name] !== undefined && before[name] !== now[name])
    .map((name) => `${document} ${name}: ${before[name]} -> ${now[name] ?? 'not seen'}`);
  const [old, fresh] = [before.fields ?? {}, now.fields ?? {}];
  const fields = [...new Set([...Object.keys(old), ...Object.keys(fresh)])]
    .filter((name) => old[name]?.type !== fresh[name]?.type)
    .map((name) => `${document} ${name}: ${old[name]?.type ?? 'absent'} -> ${fresh[name]?.type ?? 'absent'}`);
  return [...manner, ...fields];
}
