import type { Fault } from './fault';

/** Rejects with a detail code, also one that no paper lists. The call is not processed. */
export const refusal = (code: number): Fault => ({
  name: `code ${code}`,
  play: ({ send, refuse }) => send(refuse(code)),
});
