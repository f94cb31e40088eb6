/** One environment variable: what it means, what it defaults to, and how its text becomes a value. */
export interface Setting<Value> {
  /** For the person who configures the gateway: meaning, unit, allowed values. */
  readonly about: string;
  /** The text that an unset variable stands for; without one, unset is `undefined`. */
  readonly fallback?: string;
  readonly required: boolean;
  /** Throws an `Error` whose message says what is allowed, and never repeats the value. */
  readonly parse: (text: string) => Value;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

export function integer(about: string, fallback: number, { min, max }: Range): Setting<number> {
  return {
    about,
    fallback: String(fallback),
    required: true,
    parse: (text) => {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
      if (!(value >= min && value <= max)) throw new Error(`must be a whole number from ${min} to ${max}`);
      return value;
    },
  };
}

export function choice<const Value extends string>(
  about: string,
  values: readonly Value[],
  fallback: NoInfer<Value>,
): Setting<Value> {
  return withDefault(oneOf(about, values), fallback);
}

export function oneOf<const Value extends string>(
  about: string,
  values: readonly Value[],
): Omit<Setting<Value>, 'required'> {
  return {
    about,
    parse: (text) => {
      const value = values.find((known) => known === text);
      if (value === undefined) throw new Error(`must be one of ${values.join(', ')}`);
      return value;
    },
  };
}

/** Text of a form; the hint completes the sentence "must be". */
export function text(about: string, form: RegExp, hint: string): Omit<Setting<string>, 'required'> {
  return {
    about,
    parse: (value) => {
      if (!form.test(value)) throw new Error(`must be ${hint}`);
      return value;
    },
  };
}

export function required<Value>(setting: Omit<Setting<Value>, 'required'>): Setting<Value> {
  return { ...setting, required: true };
}

export function optional<Value>(setting: Omit<Setting<Value>, 'required'>): Setting<Value | undefined> {
  return { ...setting, required: false };
}

export function withDefault<Value>(
  setting: Omit<Setting<Value>, 'required'>,
  fallback: string,
): Setting<Value> {
  return { ...setting, fallback, required: true };
}
