import { SentinelConnector } from 'ioredis';
import { toConfig } from '../../src/config/config';
import { readEnvironment } from '../../src/config/environment';
import { createApp } from '../../src/create-app';
import type { AttemptTimes } from '../../src/writes/attempt';
import { Writes, type WriteParts } from '../../src/writes/writes';
import { isBugName } from './bug-names';
import { seededBugs } from './seeded-bugs';
import { follow } from './wall-clock';
import { witness } from './witness';
import { CONTRACTS } from './write-name';

/**
 * The shipped gateway with shorter leases, a wall clock that can be set, a witness of its requests, and perhaps
 * a bug.
 */
async function main(): Promise<void> {
  const { CHAOS_BUG = '', CHAOS_RESERVATION_MS, CHAOS_LEASE_MS, CHAOS_CLOCK = '' } = process.env;
  follow(CHAOS_CLOCK);
  // It could not be cut off from Sentinels that it discovers itself.
  Object.assign(SentinelConnector.prototype, { updateSentinels: () => Promise.resolve() });
  const config = toConfig(readEnvironment(process.env));
  const app = await createApp(config);
  const times: AttemptTimes = {
    answerMs: config.writes.answerMs,
    reservationMs: Number(CHAOS_RESERVATION_MS),
    leaseMs: Number(CHAOS_LEASE_MS),
  };
  // Every attempt of the process reads this object.
  const { parts } = app.get<Writes, { readonly parts: WriteParts }>(Writes);
  Object.assign(parts.times, times);
  witness(CONTRACTS.find((contract) => contract === config.freebit.oemId) ?? 'first');
  if (isBugName(CHAOS_BUG)) seededBugs[CHAOS_BUG](app.getHttpAdapter().getInstance());
  await app.listen(config.http.port, config.http.host);
}

void main();
