import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Auth } from './auth';
import { CONTROL_BASE } from './control/control-api';
import type { Faults } from './faults/faults';
import { pause } from './faults/pause';
import type { Journal } from './journal';
import type { QuirkSettings, Quirks } from './quirks';
import { createSimulatorServer, FREEBIT_BASE } from './server';
import { SimulatorParts } from './simulator-parts';
import type { Clock } from './state/clock';
import type { TrafficMeter } from './state/traffic-meter';
import type { Lines, Masters, ShareGroups } from './state/world';

export interface SimulatorOptions {
  /** 0, the default, chooses a free one. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Quirks that are set at the start and again after a reset. */
  readonly quirks?: Partial<QuirkSettings>;
}

/** A running simulator of Freebit. */
export interface Simulator {
  /** Base of Freebit's paths, `/emptool/api` included. */
  readonly url: string;
  /** Base of the control API. */
  readonly controlUrl: string;
  readonly port: number;
  readonly lines: Lines;
  readonly groups: ShareGroups;
  readonly masters: Masters;
  readonly traffic: TrafficMeter;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly auth: Auth;
  readonly quirks: Quirks;
  readonly journal: Journal;
  /** Back to the state at the start, keys included. */
  reset(): void;
  /** Stops listening. Requests in flight get this many milliseconds (default 0), then their connections are closed. */
  close(graceMs?: number): Promise<void>;
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  if (graceMs > 0) await Promise.race([closed, pause(graceMs)]);
  server.closeAllConnections();
  await closed;
}

/** Starts a simulator and waits until it listens. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port: wantedPort = 0, host = '127.0.0.1', quirks: first = {} } = options;
  const parts = new SimulatorParts(first);
  const server = createSimulatorServer(parts);
  server.listen(wantedPort, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const { world, faults, auth, quirks, journal } = parts;
  const { lines, groups, masters, traffic, clock } = world;
  return {
    url: origin + FREEBIT_BASE,
    controlUrl: origin + CONTROL_BASE,
    port,
    lines,
    groups,
    masters,
    traffic,
    clock,
    faults,
    auth,
    quirks,
    journal,
    reset: () => parts.reset(),
    close: (graceMs = 0) => closeServer(server, graceMs),
  };
}
