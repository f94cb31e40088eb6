import { CALLS } from './calls/calls';
import { BadInput } from './control/bad-input';
import { mapOf, matching, number, object, oneOf, optional, text, whole } from './control/readers';
import { type CallShape, FIELD_TYPES, REQUEST_ENCODINGS } from './quirks';

/** The shape of a real Freebit service: names, types, lengths and shapes, without values. */
export interface Profile {
  readonly version: 1;
  /** By the number of their paper. */
  readonly calls: Readonly<Record<string, CallShape>>;
}

const fieldShape = object({
  type: oneOf(...FIELD_TYPES),
  length: optional(whole(0, 1_000_000)),
  shape: optional(text),
});

/** Reads the differences of single calls, by paper. */
export const callShapes = mapOf(
  object({
    encoding: optional(oneOf(...REQUEST_ENCODINGS)),
    path: optional(matching(/^\/[\w/.-]+$/, 'a path below /emptool/api')),
    httpStatusOfRejection: optional(number(200, 599)),
    fields: optional(mapOf(fieldShape)),
  }),
);

const profile = object({ version: oneOf(1), calls: callShapes });

/** Reads a profile from its JSON text; throws an error that names the field. */
export function readProfile(json: string): Profile {
  try {
    const { version, calls } = profile(JSON.parse(json), 'body');
    const papers = CALLS.map(({ document }) => document);
    for (const document of Object.keys(calls)) {
      if (!papers.includes(document))
        throw new BadInput(`calls.${document}`, `is none of ${papers.join(', ')}`);
    }
    return { version, calls };
  } catch (error) {
    if (error instanceof BadInput)
      throw new Error(`the profile is not valid: ${error.field} ${error.message}`, { cause: error });
    throw new Error('the profile is not JSON', { cause: error });
  }
}
