import type { Answer } from './history';

/**
 * What an answer means for its key. `success` and `refused` are the answer for good. `invalid` is not on record: by the
 * clock of this moment the request may not be executed, and this one was not. `unknown`: not known yet.
 * `open_equal`: an equal write is unknown, so a person has to look. `reused` and `bug` must not happen here.
 * `down`: the record of the key could not be read. `later`: nothing was applied by this request; ask again.
 */
export type AnswerKind =
  'success' | 'refused' | 'invalid' | 'unknown' | 'open_equal' | 'reused' | 'bug' | 'down' | 'later';

const kinds: Readonly<Record<string, AnswerKind>> = {
  VALIDATION_FAILED: 'invalid',
  OUTCOME_UNKNOWN: 'unknown',
  PREVIOUS_OUTCOME_UNKNOWN: 'open_equal',
  IDEMPOTENCY_KEY_REUSED: 'reused',
  INTERNAL_ERROR: 'bug',
  IDEMPOTENCY_STORE_UNAVAILABLE: 'down',
  REQUEST_TIMEOUT: 'down',
};

export function kindOf({ status, code, body }: Answer): AnswerKind {
  if (status < 300) return 'success';
  const kind = code === null ? 'bug' : kinds[code];
  return kind ?? (body.retryable === true ? 'later' : 'refused');
}

/** Whether an answer is one for good. */
export function isFinal(answer: Answer): boolean {
  const kind = kindOf(answer);
  return kind === 'success' || kind === 'refused';
}
