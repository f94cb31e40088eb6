// The store of bench/peers/nest-promises.mjs: entries encrypted with AES-256-GCM under names that are keyed hashes, and
// the limits of callers and of the cluster. In Redis each of them is one script; in memory the same by hand.
import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';

const SECRET = randomBytes(32);
const [PER_SECOND, BURST, MOST, WINDOW_MS] = [50_000, 100_000, 100_000, 600_000];

const LOOK = `
local time = redis.call('TIME')
return {time[1] * 1000 + math.floor(time[2] / 1000), redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2]), redis.call('GET', KEYS[3])}`;
const KEEP = `
if redis.call('GET', KEYS[1]) ~= (ARGV[1] ~= '' and ARGV[1]) then return 0 end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return 1`;
const TAKE = `
local time = redis.call('TIME')
local now, interval, burst = time[1] * 1000 + time[2] / 1000, tonumber(ARGV[1]), tonumber(ARGV[2])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + interval
if full - now > burst * interval then return {0, 0, 0} end
redis.call('SET', KEYS[1], string.format('%.3f', full), 'PX', math.ceil(full - now))
if ARGV[3] == '' then return {1, full - now, 0} end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
redis.call('ZADD', KEYS[2], 'NX', now + ARGV[4], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return {1, full - now, redis.call('ZCARD', KEYS[2])}`;

const names = new LRUCache({ max: 10_000 });

function nameOf(msisdn) {
  const known = names.get(msisdn);
  if (known) return known;
  const digest = createHmac('sha256', SECRET).update(msisdn).digest();
  const name = { bucket: digest[0], pseudonym: digest.subarray(1).toString('base64url') };
  names.set(msisdn, name);
  return name;
}

function seal(text, place) {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', SECRET, nonce).setAAD(Buffer.from(place));
  const sealed = [cipher.update(text, 'utf8'), cipher.final()];
  return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]).toString('base64url');
}

function open({ sealed, place }) {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', SECRET, bytes.subarray(0, 12));
  decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(12, 28));
  return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8');
}

function standing(fullInMs, used) {
  const left = Math.floor(BURST - (fullInMs * PER_SECOND) / 1000);
  return { burst: BURST, most: MOST, left, nextMs: 0, used };
}

function entryOf(text, key) {
  if (!text) return null;
  const { version, askedAtMs, sealed } = JSON.parse(text);
  return { version, askedAtMs, sealed, place: `${key}#${version}#${askedAtMs}` };
}

function toEntry({ key, version, nowMs }, text) {
  return JSON.stringify({ version, askedAtMs: nowMs, sealed: seal(text, `${key}#${version}#${nowMs}`) });
}

function memoryStore() {
  const [entries, lines, full] = [new Map(), new Map(), { caller: 0, cluster: 0 }];
  const take = (what) => {
    full[what] = Math.max(full[what], performance.now()) + 1000 / PER_SECOND;
    return full[what] - performance.now();
  };
  return {
    async look(msisdn) {
      const key = nameOf(msisdn).pseudonym;
      return { key, version: '0', nowMs: Date.now(), entry: entryOf(entries.get(key), key) };
    },
    take(_caller, msisdn) {
      lines.set(nameOf(msisdn).pseudonym, performance.now() + WINDOW_MS);
      return standing(take('caller'), lines.size);
    },
    async takeRate() {
      take('cluster');
    },
    keep: (look, text) => void entries.set(look.key, toEntry(look, text)),
  };
}

function redisStore(url) {
  const redis = new Redis(url, { maxRetriesPerRequest: 0, commandTimeout: 300 });
  for (const [name, numberOfKeys, lua] of [
    ['look', 3, LOOK],
    ['keep', 2, KEEP],
    ['take', 2, TAKE],
  ])
    redis.defineCommand(name, { numberOfKeys, lua });
  return {
    async look(msisdn) {
      const { bucket, pseudonym } = nameOf(msisdn);
      const [lineKey, key] = [`{${bucket}}line:${pseudonym}`, `{${bucket}}read:${pseudonym}`];
      const [nowMs, line, epoch, entry] = await redis.look(lineKey, `{${bucket}}epoch`, key);
      return { key, lineKey, line, version: `${epoch}.${line}`, nowMs, entry: entryOf(entry, key) };
    },
    async take(caller, msisdn) {
      const key = `limits:{${caller.slice(0, 22)}}`;
      const { pseudonym } = nameOf(msisdn);
      const [, fullInMs, used] = await redis.take(
        key,
        `${key}:lines`,
        1000 / PER_SECOND,
        BURST,
        pseudonym,
        WINDOW_MS,
      );
      return standing(fullInMs, used);
    },
    async takeRate() {
      await redis.take('rate', 'rate:lines', 1000 / PER_SECOND, BURST, '', 0);
    },
    keep: (look, text, ms) =>
      void redis
        .keep(look.lineKey, look.key, look.line ?? '', toEntry(look, text), ms)
        .catch(() => undefined),
  };
}

export function openStore(url) {
  return { ...(url ? redisStore(url) : memoryStore()), open };
}
