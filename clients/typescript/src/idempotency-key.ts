/** A smaller difference between the clocks is the travel time of the answer. Milliseconds. */
const TOLERATED_MS = 5_000;

let serverAheadMs = 0;

/** Learns the gateway's clock, because the gateway refuses keys that are more than a minute in its future. */
export function noteServerDate(date: string | null): void {
  const difference = Date.parse(date ?? '') - Date.now();
  if (Number.isFinite(difference)) serverAheadMs = Math.abs(difference) < TOLERATED_MS ? 0 : difference;
}

/**
 * Creates an Idempotency-Key: a UUIDv7, which tells the gateway its age. One key stands for one intent of a user.
 * Create it when the user decides, keep it until the outcome is known, and pass it with every repetition.
 */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setUint16(6, 0x7000 | (new DataView(bytes.buffer).getUint16(6) & 0x0fff));
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const time = Math.round(Date.now() + serverAheadMs)
    .toString(16)
    .padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
