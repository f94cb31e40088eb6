import type { Fault } from './fault';
import { CLOSE_DELIMITED_HEAD } from './raw-head';

/** Processes the call and sends the first half of the answer, without a Content-Length that would reveal it. */
export const truncated: Fault = {
  name: 'truncated',
  play: ({ response, serve }) => {
    const { text } = serve();
    response.socket?.end(CLOSE_DELIMITED_HEAD + text.slice(0, Math.floor(text.length / 2)));
  },
};
