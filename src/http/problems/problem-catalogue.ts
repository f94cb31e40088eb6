import { callerProblems } from './caller-problems';
import { idempotencyProblems } from './idempotency-problems';
import { limitProblems } from './limit-problems';
import { type ProblemKind } from './problem-kind';
import { refusalProblems } from './refusal-problems';
import { upstreamProblems } from './upstream-problems';

/** Every error that a caller can meet. Answers, their documentation, `/problems` and tests are made from it. */
export const problemCatalogue = {
  ...callerProblems,
  ...limitProblems,
  ...idempotencyProblems,
  ...refusalProblems,
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
  return `/problems/${problemSlug(code)}`;
}

/** The code that a slug of `/problems/{slug}` stands for; undefined when there is none. */
export function problemCodeOf(slug: string): ProblemCode | undefined {
  return problemCodes.find((code) => problemSlug(code) === slug);
}
