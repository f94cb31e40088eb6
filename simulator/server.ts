import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { callAt } from './calls/calls';
import { CONTROL_BASE, ControlApi } from './control/control-api';
import { FreebitEndpoint } from './freebit-endpoint';
import type { SimulatorParts } from './simulator-parts';
import { sendServletPage } from './wire/servlet-page';

/** Where Freebit's paths start. */
export const FREEBIT_BASE = '/emptool/api';

const urlOf = ({ url = '' }: IncomingMessage): URL | null =>
  URL.canParse(url, 'http://simulator') ? new URL(url, 'http://simulator') : null;

/** An HTTP server, not yet listening, for Freebit's calls and the control API. */
export function createSimulatorServer(parts: SimulatorParts): Server {
  const freebit = new FreebitEndpoint(parts);
  const control = new ControlApi(parts);

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = urlOf(request);
    if (url === null) {
      sendServletPage(response, 404);
      return;
    }
    const { pathname } = url;
    if (pathname === CONTROL_BASE || pathname.startsWith(`${CONTROL_BASE}/`)) {
      return control.handle(url, request, response);
    }
    const call = pathname.startsWith(FREEBIT_BASE)
      ? callAt(pathname.slice(FREEBIT_BASE.length), parts.quirks.settings.calls)
      : undefined;
    if (call === undefined) {
      sendServletPage(response, 404);
      return;
    }
    if (request.method !== 'POST') {
      sendServletPage(response, 405, { Allow: 'POST' });
      return;
    }
    return freebit.handle(call, request, response);
  };

  return createServer((request, response) => {
    route(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else sendServletPage(response, 500);
    });
  });
}
