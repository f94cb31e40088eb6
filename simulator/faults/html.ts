import { sendServletPage } from '../wire/servlet-page';
import type { Fault } from './fault';

/** HTTP 500 with an HTML page. The call is not processed. */
export const html: Fault = { name: 'html', play: ({ response }) => sendServletPage(response, 500) };
