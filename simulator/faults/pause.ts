import { setTimeout as sleep } from 'node:timers/promises';

/** Waits without keeping the process alive. */
export const pause = (ms: number): Promise<void> => sleep(ms, undefined, { ref: false });
