import type { SimulatorParts } from '../simulator-parts';
import type { ControlEndpoint } from './endpoint';
import { path, readPlannedFault } from './fault-input';
import { number, object, oneOf, optional, whole } from './readers';

const latency = object({ ms: whole(0, 3_600_000), path: optional(path) });
const errorRate = object({
  probability: number(0, 1),
  seed: optional(whole()),
  fault: optional(oneOf('html', 'reset')),
  path: optional(path),
});
const state = ({ faults }: SimulatorParts) => ({
  next: faults.pending(),
  latencyMs: faults.latencies(),
  errorRate: faults.currentErrorRate(),
});

/** The faults, and the requests that get them. */
export const FAULT_ENDPOINTS: readonly ControlEndpoint[] = [
  { method: 'GET', path: '/faults', summary: 'The planned faults', handle: (_, parts) => state(parts) },
  {
    method: 'POST',
    path: '/faults',
    summary:
      'Fault for the next requests: {fault, path?, times? (number or "always")}; fault is hang, reset, html, truncated, empty, applied-then-dropped, code (code), slow (ms), drip (ms), answer (httpStatus, headers, body or bodyBase64, applied), raw (body or bodyBase64, ms, applied)',
    handle: ({ body }, parts) => {
      const planned = readPlannedFault(body);
      parts.faults.next(planned.fault, planned.path, planned.times);
      return state(parts);
    },
  },
  {
    method: 'PUT',
    path: '/faults/latency',
    summary: 'Delay every request, or those to a path: {ms, path?}',
    handle: ({ body }, parts) => {
      const wanted = latency(body, 'body');
      parts.faults.latency(wanted.ms, wanted.path);
      return state(parts);
    },
  },
  {
    method: 'PUT',
    path: '/faults/error-rate',
    summary: 'Fail at random, repeatably: {probability, seed?, fault? (html or reset), path?}',
    handle: ({ body }, parts) => {
      parts.faults.errorRate(errorRate(body, 'body'));
      return state(parts);
    },
  },
  {
    method: 'DELETE',
    path: '/faults',
    summary: 'Remove all faults',
    handle: (_, parts) => {
      parts.faults.clear();
      return state(parts);
    },
  },
];
