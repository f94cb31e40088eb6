const isLead = (byte: number): boolean => (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc);

/** Node decodes Shift_JIS and does not encode it: the table is its decoder, read backwards. */
function encodingTable(): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder('shift_jis');
  const table = new Map<string, readonly number[]>();
  const note = (...bytes: number[]): void => {
    const character = decoder.decode(Uint8Array.from(bytes));
    if (character.length === 1 && !table.has(character)) table.set(character, bytes);
  };
  for (let byte = 0; byte <= 0xff; byte += 1) {
    if (!isLead(byte)) note(byte);
    else for (let trail = 0x40; trail <= 0xfc; trail += 1) note(byte, trail);
  }
  return table;
}

let table: ReadonlyMap<string, readonly number[]> | undefined;

/** The bytes of a text in Shift_JIS; what it cannot write becomes a question mark. */
export function toShiftJis(text: string): Buffer {
  table ??= encodingTable();
  const known = table;
  return Buffer.from(Array.from(text).flatMap((character) => known.get(character) ?? [0x3f]));
}
