/** The current method, to be called with the `this` of its replacement. */
export function methodOf<Prototype extends object, Name extends keyof Prototype>(
  prototype: Prototype,
  name: Name,
): Prototype[Name] {
  return prototype[name];
}
