import { createHash } from 'node:crypto';
import type { Cluster, Redis } from 'ioredis';

/** A script that is sent by its digest, and in full to a server that does not have it. */
export interface RedisScript {
  readonly lua: string;
  readonly sha: string;
}

export function redisScript(lua: string): RedisScript {
  return { lua, sha: createHash('sha1').update(lua).digest('hex') };
}

/** Runs a script over keys of one slot. */
export async function runScript(
  client: Redis | Cluster,
  { sha, lua }: RedisScript,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<unknown> {
  try {
    return await client.evalsha(sha, keys.length, ...keys, ...args);
  } catch (error) {
    if (!isUnknownScript(error)) throw error;
    return await client.eval(lua, keys.length, ...keys, ...args);
  }
}

export function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOSCRIPT');
}

/** Only JSON objects are records; GET on a value of another type fails, which `pcall` turns into a table. */
const TEXT_OF = `
local function textOf(key)
  local text = redis.pcall('GET', key)
  if text and (type(text) ~= 'string' or string.byte(text) ~= 123) then return '\\0foreign' end
  return text
end
`;

/** The server's clock, then the text of each key. */
export const READ = redisScript(`${TEXT_OF}
local time, texts = redis.call('TIME'), {}
for i, key in ipairs(KEYS) do texts[i] = textOf(key) end
return {time[1], time[2], texts}
`);

/**
 * The first argument is the number of records; the keys after those of the records are indexes. For each record three
 * arguments: the expected text after `=`, or `-` for none; the change (empty: compare only, `d`: delete, `s` and the
 * new text); the lifetime in milliseconds or nothing. For each index also three: the member, its score or nothing to
 * remove it, and how much lower a score may be to stay. A second run finds other texts and changes nothing.
 *
 * A server out of memory refuses SET unless the script has already written something. Records that exist must stay
 * changeable (an outcome must be recordable), so PERSIST is written first, unless a new record would be made.
 */
export const COMMIT = redisScript(`${TEXT_OF}
local time, texts, same, onlyOld, records = redis.call('TIME'), {}, true, true, tonumber(ARGV[1])
for i = 1, records do
  local text, action = textOf(KEYS[i]), ARGV[3 * i]
  texts[i] = text
  if (text and '=' .. text or '-') ~= ARGV[3 * i - 1] then same = false end
  if not text and string.sub(action, 1, 1) == 's' then onlyOld = false end
end
if not same then return {time[1], time[2], texts} end
if onlyOld then
  for i = 1, records do
    if ARGV[3 * i] ~= '' then redis.call('PERSIST', KEYS[i]) end
  end
end
for i = 1, records do
  local key, action, ttl = KEYS[i], ARGV[3 * i], ARGV[3 * i + 1]
  if action == 'd' then
    redis.call('DEL', key)
  elseif action ~= '' and ttl ~= '' then
    redis.call('SET', key, string.sub(action, 2), 'PX', ttl)
  elseif action ~= '' then
    redis.call('SET', key, string.sub(action, 2))
  end
end
for i = records + 1, #KEYS do
  local key, member, score, keep = KEYS[i], ARGV[3 * i - 1], ARGV[3 * i], ARGV[3 * i + 1]
  if score == '' then
    redis.call('ZREM', key, member)
  else
    redis.call('ZADD', key, 'NX', score, member)
    if keep ~= '' then redis.call('ZREMRANGEBYSCORE', key, '-inf', '(' .. (score - keep)) end
  end
end
return {time[1], time[2]}
`);
