import { redisScript } from '../store/redis/redis-scripts';

/**
 * Takes one request from the limits of a caller, all of which are in the slot of KEYS[1]. Run twice, it takes two,
 * which is on the strict side.
 *
 * ARGV: milliseconds after which one more request is allowed (0: no rate), burst, limit of lines (`traffic`, `other` or
 * empty), how many lines, window in ms, name of the line, then names of lines that already count, each with the
 * remaining ms.
 * Returns: when the bucket is full again, whether the rate allows it, lines that count, whether the line is allowed, ms
 * until the first one ends, and the clock. -1 stands for a value that was not requested.
 */
export const TAKE = redisScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local full, allowed = -1, 1
if interval > 0 then
  full = math.min(tonumber(redis.call('GET', KEYS[1]) or 0) or 0, now + burst * interval)
  full = math.max(full, now)
  if full + interval - now > burst * interval + 0.001 then
    allowed = 0
  else
    full = full + interval
    redis.call('SET', KEYS[1], string.format('%.3f', full), 'PX', math.ceil(full - now))
  end
end
if ARGV[3] == '' or allowed == 0 then
  return {string.format('%.3f', full), allowed, -1, 0, -1, string.format('%.3f', now)}
end
local lines, most, window, line = KEYS[1] .. ':' .. ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]
redis.call('ZREMRANGEBYSCORE', lines, '-inf', string.format('%.3f', now))
for index = 7, #ARGV, 2 do
  redis.call('ZADD', lines, 'NX', string.format('%.3f', now + ARGV[index + 1]), ARGV[index])
end
local latest = string.format('%.3f', now + window)
for _, late in ipairs(redis.call('ZRANGEBYSCORE', lines, '(' .. latest, '+inf')) do
  redis.call('ZADD', lines, latest, late)
end
local counts = redis.call('ZSCORE', lines, line) and 1 or 0
if counts == 0 and redis.call('ZCARD', lines) < most then
  redis.call('ZADD', lines, latest, line)
  counts = 1
end
redis.call('PEXPIRE', lines, window)
local first = redis.call('ZRANGE', lines, 0, 0, 'WITHSCORES')[2] or now
return {
  string.format('%.3f', full), allowed, redis.call('ZCARD', lines), counts,
  string.format('%.3f', first - now), string.format('%.3f', now),
}
`);

/**
 * What is used of the limits of a caller. Returns: when the bucket is full again, lines of either kind, and the clock.
 */
export const LOOK = redisScript(`
local time = redis.call('TIME')
local now = string.format('%.3f', time[1] * 1000 + time[2] / 1000)
local answer = {redis.call('GET', KEYS[1]) or '0', now}
for _, guard in ipairs({'traffic', 'other'}) do
  local lines = KEYS[1] .. ':' .. guard
  table.insert(answer, redis.call('ZCOUNT', lines, '(' .. now, '+inf'))
  table.insert(answer, redis.call('ZRANGEBYSCORE', lines, '(' .. now, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)[2] or now)
end
return answer
`);
