/** Freebit's answer is not what its papers describe. The message names a field, never a value. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}
