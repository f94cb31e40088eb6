import { createHash } from 'node:crypto';
import type { Pseudonyms } from '../../store/pseudonyms';
import { ProblemError } from '../problems/problem-error';
import type { WriteCommand } from './write-command';

export const IDEMPOTENCY_KEY = 'idempotency-key';

/**
 * The key in the header lines of a request, without one pair of quotes; undefined when there is none.
 * Throws `IDEMPOTENCY_KEY_INVALID`.
 */
export function parseIdempotencyKey(lines: readonly string[]): string | undefined {
  const [line, ...others] = lines;
  if (line === undefined) return undefined;
  const key = /^"(.*)"$/.exec(line)?.[1] ?? line;
  if (others.length === 0 && /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new ProblemError('IDEMPOTENCY_KEY_INVALID', {
    errors: [
      {
        parameter: 'Idempotency-Key',
        code: 'invalid_key',
        message: 'Send one key of 1 to 255 visible ASCII characters.',
      },
    ],
  });
}

/** Milliseconds since 1970 at which a UUIDv7 was made; undefined for any other key. */
export function timeOfKey(key: string): number | undefined {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.exec(key);
  return match ? parseInt(`${match[1] ?? ''}${match[2] ?? ''}`, 16) : undefined;
}

/** The operation that a key stands for: the same caller, route and key always give the same UUID (version 8). */
export function operationIdOf(caller: string, route: string, key: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([caller, route, key]))
    .digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/** Equal for equal commands, however they were spelled; `names` keep numbers and amounts from being tried out. */
export function fingerprintOf(
  names: Pseudonyms,
  { route, account, content }: Pick<WriteCommand, 'account' | 'content'> & { readonly route: string },
): string {
  const members = Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1));
  return names.of(JSON.stringify([route, account, members]));
}
