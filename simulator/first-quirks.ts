import { readFileSync } from 'node:fs';
import { readProfile } from './profile';
import type { QuirkSettings } from './quirks';
import { quirksOf } from './variants';

/** The quirks of a simulator that starts with variants and a profile. Throws for unknown or malformed ones. */
export function firstQuirks(variants: readonly string[] = [], profileFile?: string): Partial<QuirkSettings> {
  const { calls: different = {}, ...quirks } = quirksOf(variants);
  const learned = profileFile === undefined ? {} : readProfile(readFileSync(profileFile, 'utf8')).calls;
  const papers = new Set([...Object.keys(different), ...Object.keys(learned)]);
  const calls = [...papers].map((paper) => [paper, { ...different[paper], ...learned[paper] }] as const);
  return { ...quirks, calls: Object.fromEntries(calls) };
}
