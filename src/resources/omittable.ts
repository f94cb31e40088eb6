import { ValidateIf } from 'class-validator';

/** A member that may be left out; unlike with `IsOptional`, a `null` is not the same as nothing. */
export function Omittable(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
