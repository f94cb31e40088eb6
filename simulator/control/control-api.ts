import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SimulatorParts } from '../simulator-parts';
import { readText } from '../wire/request-body';
import { ACCOUNT_ENDPOINTS } from './account-endpoints';
import { AUTH_ENDPOINTS } from './auth-endpoints';
import { BadInput } from './bad-input';
import { CLOCK_ENDPOINTS } from './clock-endpoints';
import type { ControlEndpoint } from './endpoint';
import { FAULT_ENDPOINTS } from './fault-endpoints';
import { JOURNAL_ENDPOINTS } from './journal-endpoints';
import { QUIRK_ENDPOINTS } from './quirk-endpoints';
import { SCENARIO_ENDPOINTS } from './scenario-endpoints';

/** Where the control API starts. */
export const CONTROL_BASE = '/__sim';

const resetEndpoint: ControlEndpoint = {
  method: 'POST',
  path: '/reset',
  summary: 'Back to the state at the start: accounts, clock, faults, keys, quirks and journal',
  handle: (_, parts) => {
    parts.reset();
    return { reset: true };
  },
};

const overview: ControlEndpoint = {
  method: 'GET',
  path: '',
  summary: 'This list',
  handle: () => ENDPOINTS.map(({ method, path, summary }) => `${method} ${CONTROL_BASE}${path} - ${summary}`),
};

const ENDPOINTS: readonly ControlEndpoint[] = [
  overview,
  resetEndpoint,
  ...ACCOUNT_ENDPOINTS,
  ...CLOCK_ENDPOINTS,
  ...FAULT_ENDPOINTS,
  ...AUTH_ENDPOINTS,
  ...QUIRK_ENDPOINTS,
  ...SCENARIO_ENDPOINTS,
  ...JOURNAL_ENDPOINTS,
];

/** The account in a path that matches an endpoint: empty if it has none, undefined if the path does not match. */
const accountIn = (pattern: string, path: string): string | undefined => {
  if (!pattern.endsWith('/{account}')) return pattern === path ? '' : undefined;
  const start = pattern.slice(0, -'{account}'.length);
  const rest = path.startsWith(start) ? path.slice(start.length) : '';
  return rest === '' || rest.includes('/') ? undefined : decodeSegment(rest);
};

const decodeSegment = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

const parseBody = (body: string | null): unknown => {
  if (body === null) throw new BadInput('body', 'must not be larger than 1 MiB');
  if (body.trim() === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw new BadInput('body', 'must be JSON');
  }
};

const send = (response: ServerResponse, httpStatus: number, value: unknown): void => {
  response.writeHead(httpStatus, { 'Content-Type': 'application/json;charset=UTF-8' });
  response.end(`${JSON.stringify(value, null, 2)}\n`);
};

/** Controls a simulator over HTTP, in JSON. */
export class ControlApi {
  readonly #parts: SimulatorParts;

  constructor(parts: SimulatorParts) {
    this.#parts = parts;
  }

  async handle(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = url.pathname.slice(CONTROL_BASE.length).replace(/\/$/, '');
    const fitting = ENDPOINTS.filter((endpoint) => accountIn(endpoint.path, path) !== undefined);
    const endpoint = fitting.find(({ method }) => method === request.method);
    const text = await readText(request);
    if (endpoint === undefined) {
      const instead = fitting.map(({ method }) => method).join(', ');
      const hint =
        instead === '' ? `GET ${CONTROL_BASE} lists the endpoints` : `this path supports ${instead}`;
      send(response, 404, { error: `no ${request.method} ${url.pathname}`, hint });
      return;
    }
    try {
      const account = accountIn(endpoint.path, path) ?? '';
      const result = endpoint.handle(
        { account, query: url.searchParams, body: parseBody(text) },
        this.#parts,
      );
      if (result === undefined) {
        send(response, 404, { error: `the simulator has no ${account}` });
        return;
      }
      send(response, 200, result);
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      send(response, 400, { error: `${error.field} ${error.message}`, field: error.field });
    }
  }
}
