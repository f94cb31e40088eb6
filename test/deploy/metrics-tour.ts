import { randomUUID } from 'node:crypto';
import type { Simulator } from '../../simulator/simulator';
import type { GatewayProcess } from '../harness/gateway-process';
import type { RedisServer } from '../harness/redis-server';
import { keyOf, testClient } from '../harness/test-client';

const SIM = '09012345678';
const RESULTS = [SIM, '09000000210', '09000000900', '09000001002', '09000001003', '09000001004'];

/** A caller without a rate limit, which can send more at once than the gateway accepts. */
export const crowd = testClient('crowd', { ratePerSecond: 10_000 });
/** More than the gateway accepts at a time. */
const TOO_MANY = 260;

/** The stations of the tour: a gateway whose Freebit answers, one whose Freebit is unreachable, and their store. */
export interface Sights {
  readonly sound: GatewayProcess;
  readonly cutOff: GatewayProcess;
  readonly freebit: Simulator;
  readonly redis: RedisServer;
}

/** Sends requests for everything that a metric counts: successes, refusals, failures, limits and a hanging store. */
export async function tour({ sound, cutOff, freebit, redis }: Sights): Promise<void> {
  for (const sim of RESULTS) await ask(sound, `/sims/${sim}`);
  await Promise.all([1, 2, 3].map(() => ask(sound, `/sims/07011112222/traffic`)));
  await ask(sound, '/sims/not-a-number');
  await ask(sound, `/sims/${SIM}`, { headers: { 'X-API-Key': 'fbgw_nobody_at-all' } });
  await strangeAnswer(sound, freebit);

  for (const sim of [SIM, '09000000221', '09000001006']) await addQuota(sound, sim);
  await addQuota(sound, SIM, 'the same key each time');

  for (const sim of RESULTS) await ask(cutOff, `/sims/${sim}`);
  await addQuota(cutOff, SIM);

  await tooMany(sound);
  redis.freeze();
  await Promise.all([ask(sound, `/sims/${SIM}`), addQuota(sound, SIM)]);
  await Promise.all([sound, cutOff].map((gateway) => fetch(`${gateway.url}/health/ready`)));
  await metricsOf(sound);
  redis.thaw();
}

/** The current metrics of a gateway. */
export async function metricsOf(gateway: GatewayProcess): Promise<string> {
  return (await fetch(`${gateway.url}/metrics`)).text();
}

/** More lines than a caller may read, more requests than it may send, and more at once than the gateway accepts. */
async function tooMany(gateway: GatewayProcess): Promise<void> {
  const lines = Array.from({ length: 70 }, (_, index) => `0901000${1000 + index}`);
  for (const line of lines) await ask(gateway, `/sims/${line}/traffic`);
  // An address gets 256 connections that have not yet sent a key, so the first ones send it beforehand.
  for (const length of [TOO_MANY / 2, TOO_MANY])
    await Promise.all(
      Array.from({ length }, () => ask(gateway, '/sims/09000001001', { headers: keyOf(crowd) })),
    );
}

/** An answer with a field and a value that no paper names. */
async function strangeAnswer(gateway: GatewayProcess, freebit: Simulator): Promise<void> {
  const body = JSON.stringify({
    resultCode: '100',
    status: { message: 'OK', statusCode: '200' },
    responseDatas: [
      { kind: 'MVNO', account: '9033334444', state: 'dreaming', mood: 'good', resultCode: '100' },
    ],
  });
  await fetch(new URL('/__sim/faults', freebit.url), {
    method: 'POST',
    body: JSON.stringify({ fault: 'answer', path: '/mvno/getDetail/', body }),
  });
  await ask(gateway, '/sims/09033334444', { headers: { ...keyOf(), 'Cache-Control': 'no-cache' } });
}

async function addQuota(gateway: GatewayProcess, sim: string, key: string = randomUUID()): Promise<void> {
  await ask(gateway, `/sims/${sim}/quota`, {
    method: 'POST',
    headers: { ...keyOf(), 'Content-Type': 'application/json', 'Idempotency-Key': key.replaceAll(' ', '-') },
    body: JSON.stringify({ amountMb: 100 }),
  });
}

async function ask(gateway: GatewayProcess, path: string, init: RequestInit = {}): Promise<void> {
  const response = await fetch(`${gateway.url}${path}`, { headers: keyOf(), ...init });
  await response.arrayBuffer();
}
