import { ValidateIf } from 'class-validator';

/** An optional member. Unlike with `IsOptional`, `null` is not accepted. */
export function Omittable(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
