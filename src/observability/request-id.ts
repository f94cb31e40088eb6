import { maskText } from './mask-line';

/** Made by a program: a UUID, or 32 hex digits with a letter among them. */
const GENERATED = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^(?=.*[a-f])[0-9a-f]{32}$/;

/** A request id as it may be logged: a caller chooses it, and may have put a line into it. */
export function maskRequestId(requestId: string): string {
  return GENERATED.test(requestId) ? requestId : maskText(requestId);
}
