import { type Result } from 'ioredis';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    readRecord(key: string): Result<unknown, Context>;
    readRecordBuffer(key: string): Result<RecordReply, Context>;
    compareAndSetRecord(key: string, ...change: RecordChange): Result<number, Context>;
  }
}

/** Seconds and microseconds of the server's clock, the Redis type, and the text of a string. */
export type RecordReply = readonly [seconds: Buffer, micros: Buffer, type: Buffer, text?: Buffer];

/** What was seen (`none`, `text`, `foreign`) with its text, then what to do with the text and lifetime for it. */
export type RecordChange = [
  seen: 'none' | 'text' | 'foreign',
  seenText: string | Buffer,
  action: 'set' | 'delete',
  ...next: [] | [text: string] | [text: string, ttlMs: number],
];

const READ = `
local time = redis.call('TIME')
local kind = redis.call('TYPE', KEYS[1]).ok
return {time[1], time[2], kind, kind == 'string' and redis.call('GET', KEYS[1])}
`;

/**
 * Run twice, the second run finds another text and changes nothing. A server out of memory refuses SET unless the
 * script has already written something: PERSIST is that write, so an existing record can always be replaced
 * (an outcome must be recordable) while a new one is refused.
 */
const COMPARE_AND_SET = `
local key, seen, text, action, next, ttl = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local type = redis.call('TYPE', key).ok
local kind = (type == 'none' and 'none') or (type == 'string' and 'text') or 'foreign'
if kind ~= seen or (kind == 'text' and redis.call('GET', key) ~= text) then return 0 end
if action == 'delete' then
  redis.call('DEL', key)
  return 1
end
if kind ~= 'none' then redis.call('PERSIST', key) end
if ttl then redis.call('SET', key, next, 'PX', ttl) else redis.call('SET', key, next) end
return 1
`;

/** The only two things ever asked of Redis; each touches one key, so they work on a cluster. */
export const SCRIPTS = {
  readRecord: { lua: READ, numberOfKeys: 1 },
  compareAndSetRecord: { lua: COMPARE_AND_SET, numberOfKeys: 1 },
};
