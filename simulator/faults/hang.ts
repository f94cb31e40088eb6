import type { Fault } from './fault';

/** Never answers; the caller has to close the socket. The call is not processed. */
export const hang: Fault = { name: 'hang', play: () => undefined };
