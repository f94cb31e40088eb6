import { publicPath } from '../public-path';
import { callerProblems } from './caller-problems';
import { idempotencyProblems } from './idempotency-problems';
import { limitProblems } from './limit-problems';
import { type ProblemKind } from './problem-kind';
import { rejectionProblems } from './rejection-problems';
import { upstreamProblems } from './upstream-problems';

/** Every error that a caller can get. Answers, their documentation, `/problems` and tests are built from it. */
export const problemCatalogue = {
  ...callerProblems,
  ...limitProblems,
  ...idempotencyProblems,
  ...rejectionProblems,
  ...upstreamProblems,
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problemCatalogue;

/** Every code, in the order of the catalogue. */
export const problemCodes: readonly ProblemCode[] = Object.keys(problemCatalogue).filter(isProblemCode);

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(problemCatalogue, text);
}

export function problemKind(code: ProblemCode): ProblemKind {
  return problemCatalogue[code];
}

/** `SIM_NOT_FOUND` is `sim-not-found` in URLs. */
export function problemSlug(code: ProblemCode): string {
  return code.toLowerCase().replaceAll('_', '-');
}

/** The `type` of a problem document: a path of this gateway that explains the problem. */
export function problemType(code: ProblemCode): string {
  return publicPath(`/problems/${problemSlug(code)}`);
}

/** The code for a slug of `/problems/{slug}`; undefined if there is none. */
export function problemCodeOf(slug: string): ProblemCode | undefined {
  return problemCodes.find((code) => problemSlug(code) === slug);
}
