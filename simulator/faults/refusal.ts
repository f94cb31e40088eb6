import type { Fault } from './fault';

/** Refuses with a detail code, also one that no paper knows. The call is not processed. */
export const refusal = (code: number): Fault => ({
  name: `code ${code}`,
  play: ({ send, refuse }) => send(refuse(code)),
});
