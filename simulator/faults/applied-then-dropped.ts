import type { Fault } from './fault';

/** Processes the call, then drops the connection without a word. */
export const appliedThenDropped: Fault = {
  name: 'applied-then-dropped',
  play: ({ response, serve }) => {
    serve();
    response.socket?.destroy();
  },
};
