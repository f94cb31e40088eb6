import type { Fault } from './fault';

/** Processes the call, then drops the connection without an answer. */
export const appliedThenDropped: Fault = {
  name: 'applied-then-dropped',
  play: ({ response, serve }) => {
    serve();
    response.socket?.destroy();
  },
};
