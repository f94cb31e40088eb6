import { maskText } from '../../observability/mask-text';

const longestName = 64;

/**
 * A JSON pointer in its URI form (RFC 6901, section 6). No segments give `#`, the whole document. Names come from the
 * caller: long ones are cut, and what may be a phone number is masked.
 */
export function jsonPointer(segments: readonly (string | number)[]): string {
  return ['#', ...segments.map(encode)].join('/');
}

function encode(segment: string | number): string {
  const shown = maskText(String(segment).slice(0, longestName));
  // Half a surrogate pair cannot be percent-encoded; through bytes it becomes U+FFFD.
  const wellFormed = Buffer.from(shown).toString();
  return encodeURIComponent(wellFormed.replaceAll('~', '~0').replaceAll('/', '~1'));
}
