import type { Fault } from './fault';
import { pause } from './pause';

/** Processes the call at once and answers late. */
export const slow = (ms: number): Fault => ({
  name: `slow ${ms} ms`,
  play: async ({ serve, send }) => {
    const answer = serve();
    await pause(ms);
    send(answer);
  },
});
