import * as v from 'valibot';

/** The allowed texts of a setting, and the value they become. */
export interface Form<Value> {
  /** The allowed values, in words that complete the sentence "must be". */
  readonly allowed: string;
  /** Its messages begin with "must" or "cannot", and never repeat the text. */
  readonly schema: v.GenericSchema<string, Value>;
}

/** The documentation of a setting. */
export interface About {
  /** What it does, in full sentences. */
  readonly meaning: string;
  /** Of a number: `ms`, `seconds`, `per second`, `MB` or the thing counted. */
  readonly unit?: string;
  /** Whether its value is a secret: it belongs in a file, never in a log. */
  readonly secret?: true;
  /** What happens while it is not set, for one without a default. */
  readonly unset?: string;
  /** What `.env.example` shows for one without a default. */
  readonly example?: string;
}

/** One environment variable. */
export interface Setting<Value> extends About, Form<Value> {
  /** The text that is used if the variable is unset; without one, unset is `undefined`. */
  readonly fallback?: string;
  readonly required: boolean;
}

/** A setting without which the gateway does not start. */
export function required<Value>(form: Form<Value>, about: About): Setting<Value> {
  return { ...form, ...about, required: true };
}

export function optional<Value>(form: Form<Value>, about: About): Setting<Value | undefined> {
  return { ...form, ...about, required: false };
}

/** `fallback` is the text that is used if the variable is not set. */
export function withDefault<Value>(fallback: string, form: Form<Value>, about: About): Setting<Value> {
  return { ...form, ...about, fallback, required: true };
}

/** Both ends are allowed. */
export function integer(min: number, max: number): Form<number> {
  const allowed = `a whole number from ${min} to ${max}`;
  const must = `must be ${allowed}`;
  return {
    allowed,
    schema: v.pipe(
      v.string(),
      v.regex(/^\d{1,9}$/, must),
      v.transform(Number),
      v.minValue(min, must),
      v.maxValue(max, must),
    ),
  };
}

export function oneOf<const Value extends string>(...values: readonly Value[]): Form<Value> {
  const allowed = `one of ${values.join(', ')}`;
  return { allowed, schema: v.pipe(v.string(), v.picklist(values, `must be ${allowed}`)) };
}

/** Text that matches a pattern, which `allowed` describes. */
export function text(pattern: RegExp, allowed: string): Form<string> {
  return { allowed, schema: v.pipe(v.string(), v.regex(pattern, `must be ${allowed}`)) };
}

/** Printable ASCII without spaces, at least one character. */
export function printable(most: number): Form<string> {
  return text(new RegExp(`^[\\x21-\\x7e]{1,${most}}$`), `1-${most} printable ASCII characters`);
}

/** Text that a function parses. It throws an `Error` whose message says what is wrong and never repeats the text. */
export function readBy<Value>(allowed: string, read: (text: string) => Value): Form<Value> {
  return {
    allowed,
    schema: v.pipe(
      v.string(),
      v.rawTransform(({ dataset, addIssue, NEVER }) => {
        try {
          return read(dataset.value);
        } catch (error) {
          addIssue({ message: error instanceof Error ? error.message : `must be ${allowed}` });
          return NEVER;
        }
      }),
    ),
  };
}

/** The value of a text. Throws an `Error` that says what is wrong, never with the text itself. */
export function parse<Value>({ schema }: Form<Value>, value: string): Value {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new Error(result.issues[0].message);
}
