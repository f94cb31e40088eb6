import { Cluster, type Redis } from 'ioredis';
import { inTime } from './in-time';

/** Whether a primary may lose what it acknowledged: no append-only file, or eviction. Null when INFO does not say. */
export async function mayForget(client: Redis | Cluster): Promise<boolean | null> {
  const primaries = client instanceof Cluster ? client.nodes('master') : [client];
  const verdicts = await Promise.all(primaries.map(async (node) => readInfo(await inTime(node.info()))));
  if (verdicts.includes(true)) return true;
  return verdicts.includes(null) ? null : false;
}

function readInfo(info: string): boolean | null {
  const appendOnly = /^aof_enabled:(\d)/m.exec(info)?.[1];
  const eviction = /^maxmemory_policy:([\w-]+)/m.exec(info)?.[1];
  if (appendOnly === '0' || (eviction !== undefined && eviction !== 'noeviction')) return true;
  return appendOnly === undefined || eviction === undefined ? null : false;
}
