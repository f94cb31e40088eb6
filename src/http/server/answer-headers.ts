/** The headers of every answer, whatever it is. */
export function answerHeaders(requestId: string): Record<string, string> {
  return {
    'X-Request-Id': requestId,
    'Cache-Control': 'private, no-store',
    'Referrer-Policy': 'no-referrer',
  };
}
