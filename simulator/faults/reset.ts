import type { Fault } from './fault';

/** Resets the connection after the request was read. The call is not processed. */
export const reset: Fault = {
  name: 'reset',
  play: ({ response }) => {
    response.socket?.resetAndDestroy();
  },
};
