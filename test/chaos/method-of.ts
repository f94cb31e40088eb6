/** A method as it is now, to be called on whatever its replacement is called on. */
export function methodOf<Prototype extends object, Name extends keyof Prototype>(
  prototype: Prototype,
  name: Name,
): Prototype[Name] {
  return prototype[name];
}
