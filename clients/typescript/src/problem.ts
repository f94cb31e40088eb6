import type { paths } from './schema.js';

type ResponsesOf<Route> = Route extends { responses: infer Responses } ? Responses[keyof Responses] : never;
type ProblemIn<Answer> = Answer extends { content: { 'application/problem+json': infer P } } ? P : never;

/** The problems of one route, distinguished by `code`. */
export type ProblemOf<Path extends keyof paths, Method extends keyof paths[Path]> = ProblemIn<
  ResponsesOf<NonNullable<paths[Path][Method]>>
>;

/** A problem of any route. */
export type Problem = {
  [Path in keyof paths]-?: { [Method in keyof paths[Path]]-?: ProblemOf<Path, Method> }[keyof paths[Path]];
}[keyof paths];

/** Thrown by {@link unwrap}: the problem document of the gateway. Branch on `problem.code`. */
export class GatewayProblem extends Error {
  override readonly name = 'GatewayProblem';

  constructor(
    readonly problem: Problem,
    readonly response: Response,
  ) {
    super(`${problem.code}: ${problem.detail}`);
  }
}

/** Returns the data of a call, or throws a {@link GatewayProblem}. */
export function unwrap<Data>(result: {
  readonly data?: Data;
  readonly error?: Problem;
  readonly response: Response;
}): NonNullable<Data> {
  if (result.error !== undefined) throw new GatewayProblem(result.error, result.response);
  // The types of openapi-fetch allow both to be absent; a problem without a body never reaches this line.
  return result.data as NonNullable<Data>;
}
