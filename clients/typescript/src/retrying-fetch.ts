import { newIdempotencyKey, noteServerDate } from './idempotency-key.js';

/** How often and how long a request is retried. */
export interface RetryPolicy {
  /** The most requests, including the first; 1 never retries. Default 5. */
  readonly attempts: number;
  /** No retry begins later than this many milliseconds after the first request. Default 60,000. */
  readonly withinMs: number;
  /** Milliseconds for one request. Default 30,000; the gateway takes up to 20,000 for a write. */
  readonly attemptTimeoutMs: number;
}

/** Options of a retrying fetch. */
export interface RetrySettings {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Called before every attempt, so that a token can be renewed in between. */
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
  readonly policy: RetryPolicy;
}

/**
 * There was no readable answer of the gateway: the network failed, time ran out, or another server answered. After a
 * write it is unknown whether it was applied: send it again with the same {@link idempotencyKey}, now or later, and
 * with no other key.
 */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';

  constructor(
    reason: string,
    /** The key of the write; null for a read. */
    readonly idempotencyKey: string | null,
    cause: unknown,
  ) {
    super(reason, { cause });
  }
}

type Attempt =
  | { readonly retryable: boolean; readonly response: Response }
  | { readonly retryable: true; readonly failure: string; readonly cause?: unknown };

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8_000;
const OF_THE_GATEWAY = /^application\/(problem\+)?json\b/;

/**
 * A fetch for openapi-fetch that retries only where that is safe: after a `retryable` problem, and without an answer.
 * Every retry of a write carries the key of the first request.
 */
export function retryingFetch({
  fetch,
  headers,
  policy,
}: RetrySettings): (request: Request) => Promise<Response> {
  return async (request) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const key = isRead ? null : (request.headers.get('Idempotency-Key') ?? newIdempotencyKey());
    const body = isRead ? null : await request.text();
    const send = async (): Promise<Attempt> => {
      const sent = new Headers(request.headers);
      for (const [name, value] of Object.entries(await headers())) sent.set(name, value);
      if (key !== null) sent.set('Idempotency-Key', key);
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(policy.attemptTimeoutMs)]);
      const { method, credentials } = request;
      return exchange(() =>
        fetch(request.url, { method, credentials, headers: sent, body, signal, redirect: 'error' }),
      );
    };

    const startedAt = performance.now();
    request.signal.throwIfAborted();
    for (let count = 1; ; count += 1) {
      const attempt = await send();
      const pauseMs = pauseAfter(attempt, count);
      const isLast = count >= policy.attempts || performance.now() - startedAt + pauseMs > policy.withinMs;
      if (isLast || !attempt.retryable || request.signal.aborted)
        return answerOf(attempt, key, request.signal);
      await pause(pauseMs, request.signal);
    }
  };
}

/** One request and its whole answer: a connection that breaks within the body is a failure, too. */
async function exchange(send: () => Promise<Response>): Promise<Attempt> {
  try {
    const response = await send();
    const text = await response.text();
    noteServerDate(response.headers.get('Date'));
    const type = response.headers.get('Content-Type') ?? 'no type';
    if (!OF_THE_GATEWAY.test(type)) {
      return {
        retryable: true,
        failure: `The answer (HTTP ${response.status}, ${type}) does not come from the gateway`,
      };
    }
    const document: unknown = JSON.parse(text);
    const { status, statusText, headers } = response;
    return {
      response: new Response(text, { status, statusText, headers }),
      retryable: !response.ok && isRetryable(document),
    };
  } catch (cause) {
    const failure = cause instanceof SyntaxError ? 'The answer is not JSON' : 'The gateway gave no answer';
    return { retryable: true, failure, cause };
  }
}

function isRetryable(document: unknown): boolean {
  return (
    typeof document === 'object' &&
    document !== null &&
    'retryable' in document &&
    document.retryable === true
  );
}

/** Milliseconds until the next attempt: as the gateway asks, else longer every time. */
function pauseAfter(attempt: Attempt, count: number): number {
  const asked = 'response' in attempt ? Number(attempt.response.headers.get('Retry-After') ?? NaN) : NaN;
  if (Number.isFinite(asked)) return asked * 1_000;
  const growing = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (count - 1));
  return growing * (0.5 + Math.random() / 2);
}

/** The answer of the last attempt; throws if there was none. */
function answerOf(attempt: Attempt, key: string | null, signal: AbortSignal): Response {
  if ('response' in attempt) return attempt.response;
  // A read that its caller aborted has no effect; a write may still have been applied.
  if (signal.aborted && key === null) throw signal.reason;
  throw new NoAnswerError(attempt.failure, key, attempt.cause);
}

/** Waits, or stops early when the signal is aborted: the next attempt then fails at once. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
