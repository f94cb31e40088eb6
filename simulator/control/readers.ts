import { BadInput } from './bad-input';

/** Reads a value, or throws a {@link BadInput} that names the field. */
export type Reader<T> = (value: unknown, field: string) => T;

type Shape = Readonly<Record<string, Reader<unknown>>>;
type Read<S extends Shape> = { [Name in keyof S]: ReturnType<S[Name]> };

export const text: Reader<string> = (value, field) => {
  if (typeof value !== 'string') throw new BadInput(field, 'must be a string');
  return value;
};

export const matching =
  (pattern: RegExp, wish: string): Reader<string> =>
  (value, field) => {
    if (typeof value !== 'string' || !pattern.test(value)) throw new BadInput(field, `must be ${wish}`);
    return value;
  };

export const flag: Reader<boolean> = (value, field) => {
  if (typeof value !== 'boolean') throw new BadInput(field, 'must be true or false');
  return value;
};

export const number =
  (least: number, most: number): Reader<number> =>
  (value, field) => {
    if (typeof value !== 'number' || value < least || value > most) {
      throw new BadInput(field, `must be a number from ${least} to ${most}`);
    }
    return value;
  };

export const whole =
  (least = 0, most = Number.MAX_SAFE_INTEGER): Reader<number> =>
  (value, field) => {
    if (!Number.isInteger(value))
      throw new BadInput(field, `must be a whole number from ${least} to ${most}`);
    return number(least, most)(value, field);
  };

export const oneOf =
  <const T extends string | number>(...values: readonly T[]): Reader<T> =>
  (value, field) => {
    const found = values.find((candidate) => candidate === value);
    if (found === undefined) throw new BadInput(field, `must be one of ${values.join(', ')}`);
    return found;
  };

export const optional =
  <T>(reader: Reader<T>): Reader<T | undefined> =>
  (value, field) =>
    value === undefined ? undefined : reader(value, field);

export const nullable =
  <T>(reader: Reader<T>): Reader<T | null> =>
  (value, field) =>
    value === null ? null : reader(value, field);

export const either =
  <A, B>(first: Reader<A>, second: Reader<B>): Reader<A | B> =>
  (value, field) => {
    try {
      return first(value, field);
    } catch {
      return second(value, field);
    }
  };

export const listOf =
  <T>(reader: Reader<T>): Reader<T[]> =>
  (value, field) => {
    if (!Array.isArray(value)) throw new BadInput(field, 'must be a list');
    return value.map((item: unknown, index) => reader(item, `${field}[${index}]`));
  };

export const mapOf =
  <T>(reader: Reader<T>): Reader<Record<string, T>> =>
  (value, field) =>
    Object.fromEntries(
      Object.entries(asObject(value, field)).map(([name, member]) => [
        name,
        reader(member, `${field}.${name}`),
      ]),
    );

/** An object with these fields and no others; absent ones stay absent. */
export const object =
  <S extends Shape>(shape: S): Reader<Read<S>> =>
  (value, field) => {
    const given = asObject(value, field);
    const prefix = field === 'body' ? '' : `${field}.`;
    for (const name of Object.keys(given)) {
      if (!(name in shape)) {
        throw new BadInput(prefix + name, `is not known here; known are ${Object.keys(shape).join(', ')}`);
      }
    }
    const read = Object.entries(shape)
      .map(([name, reader]) => [name, reader(given[name], prefix + name)] as const)
      .filter(([name]) => name in given);
    return Object.fromEntries(read) as Read<S>;
  };

function asObject(value: unknown, field: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadInput(field, 'must be a JSON object');
  }
  return { ...value };
}
