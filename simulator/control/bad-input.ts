/** A request to the control API that cannot be understood. */
export class BadInput extends Error {
  constructor(
    /** Name of the field, with dots and [n]; `body` for the whole. */
    readonly field: string,
    reason: string,
  ) {
    super(reason);
  }
}
