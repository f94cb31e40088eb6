import type { Fault } from './fault';

/** Processes the call and answers 200 with an empty body. */
export const empty: Fault = {
  name: 'empty',
  play: ({ serve, send }) => {
    serve();
    send({ httpStatus: 200, text: '' });
  },
};
