import type { Cluster, Redis } from 'ioredis';
import type { Config } from '../config/config';
import { inTime } from '../store/redis/in-time';
import { RedisConnection } from '../store/redis/redis-connection';
import { lookAtPrimaries, type PrimaryState } from '../store/redis/redis-primaries';
import { parseRedisUrl } from '../store/redis/redis-url';
import { fail, ok, warn, type Check, type Tell } from './check';

/** Checks Redis and changes nothing in it. */
export async function checkRedis(store: Config['store'], tell: Tell): Promise<void> {
  if (store.redisUrl === undefined) {
    const text = 'none: a restart forgets which writes were sent';
    tell(warn('redis', text, 'REDIS_URL before writes are on'));
    return;
  }
  const connection = new RedisConnection(parseRedisUrl(store.redisUrl));
  let reason = 'no answer';
  connection.onChange((_state, cause) => (reason = cause ?? reason));
  try {
    if (await connection.lacksDatabase())
      tell(fail('redis', 'it has no database of that number', 'REDIS_URL'));
    else if (await connection.isReady()) await checkServer(connection.client, store, tell);
    else tell(fail('redis', `it cannot be reached (${reason})`, 'REDIS_URL'));
  } finally {
    await connection.close();
  }
}

async function checkServer(client: Redis | Cluster, store: Config['store'], tell: Tell): Promise<void> {
  tell(ok('redis', 'reached'));
  const primaries = await inTime(lookAtPrimaries(client)).catch(() => null);
  if (primaries === null) tell(fail('redis memory', 'INFO is refused', 'the right +info of the Redis user'));
  else {
    tell(memory(primaries));
    tell(replicas(primaries, store.waitReplicas));
  }
  tell(await rights(client, store));
}

function memory(primaries: readonly PrimaryState[]): Check {
  const name = 'redis memory';
  if (primaries.some(({ mayForget }) => mayForget === true)) {
    const hint = 'in Redis: appendonly yes, maxmemory-policy noeviction';
    return fail(name, 'Redis may forget what it acknowledged', hint);
  }
  if (primaries.some(({ mayForget, syncsAlways }) => mayForget === null || syncsAlways === null))
    return warn(name, 'Redis does not report how it persists data', 'the rights +info +config|get');
  if (primaries.some(({ syncsAlways }) => syncsAlways === false))
    return warn(name, 'a power cut loses the last second', 'in Redis: appendfsync always');
  return ok(name, 'append-only, synced at each write, no eviction');
}

function replicas(primaries: readonly PrimaryState[], wait: Config['store']['waitReplicas']): Check {
  const name = 'redis replicas';
  if (wait === 'durable') return ok(name, 'not waited for: the service loses nothing');
  const all = Math.max(...primaries.map((primary) => primary.replicas));
  const prompt = Math.min(...primaries.map(({ promptReplicas }) => promptReplicas));
  const text = `${all} connected, ${wait ?? 0} waited for`;
  if (all !== (wait ?? 0)) return fail(name, text, `REDIS_WAIT_REPLICAS=${all}`);
  return prompt < all ? warn(name, `${text}, ${prompt} up to date`) : ok(name, text);
}

const ON_KEYS =
  'get set del type persist expire pexpire pttl incrby zadd zcard zcount zrange zrangebyscore zrem zremrangebyscore zscore';
/** Asks Redis 7 and newer which commands the user may run, without running them. */
const MAY = `local missing = {}
for _, command in ipairs(ARGV) do
  if not redis.acl_check_cmd(command, KEYS[1]) then missing[#missing + 1] = command end
end
if not redis.acl_check_cmd('time') then missing[#missing + 1] = 'time' end
return missing`;

async function rights(client: Redis | Cluster, { keyPrefix }: Config['store']): Promise<Check> {
  const name = 'redis rights';
  const asked = client.eval(MAY, 1, `${keyPrefix}doctor`, ...ON_KEYS.split(' '));
  const missing = await inTime(asked).catch((error: unknown) => String(error));
  if (Array.isArray(missing) && missing.length === 0) return ok(name, 'all that are needed');
  if (Array.isArray(missing)) {
    const hint = `the rights of the Redis user: ${missing.map((right) => `+${right}`).join(' ')}, keys ~${keyPrefix}*`;
    return fail(name, 'some are missing', hint);
  }
  if (String(missing).includes('NOPERM'))
    return fail(name, 'scripts are refused', `+eval +evalsha ~${keyPrefix}* for the Redis user`);
  return warn(name, 'this Redis cannot list them: compare them with docs/operators/redis.md');
}
