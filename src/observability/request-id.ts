import { maskText } from './mask-line';

/** Made by a program: a UUID, or 32 hex digits with a letter among them. */
const GENERATED = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^(?=.*[a-f])[0-9a-f]{32}$/;

/** An API key, or the beginning of a token. */
const CREDENTIAL = /fbgw_|^eyJ/;
/** A number as it may be written with the characters of a request id. */
const LONG_NUMBER = /\d(?:[._:-]{0,2}\d){8,}/g;

/** A request id as it may be logged: a caller chooses it, and may have put a line or a credential into it. */
export function maskRequestId(requestId: string): string {
  if (GENERATED.test(requestId)) return requestId;
  return CREDENTIAL.test(requestId)
    ? 'hidden'
    : requestId.replace(LONG_NUMBER, (run) => maskText(run.replace(/\D/g, '')));
}
