import type { Answer } from './history';

/**
 * What an answer means for its key. `success` and `refused` are final. `invalid` is not recorded: at the
 * time of this request it may not be executed, and it was not. `unknown`: not known yet.
 * `open_equal`: an equal write is unknown, so a person has to check. `reused` and `bug` must not happen here.
 * `down`: the record of the key could not be read. `later`: this request applied nothing; retry.
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

/** Whether an answer is final. */
export function isFinal(answer: Answer): boolean {
  const kind = kindOf(answer);
  return kind === 'success' || kind === 'refused';
}
