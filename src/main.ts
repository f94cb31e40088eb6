import type * as gateway from './start';

/** Before the gateway listens, nothing is in flight: a signal ends the process at once. */
let onSignal: (signal: string) => void = () => process.exit(0);
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => onSignal(signal));

// An import would load everything before the lines above.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { start } = require('./start') as typeof gateway;
void start(process.env, (handler) => {
  onSignal = handler;
});
