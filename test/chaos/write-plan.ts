import { randomUUID } from 'node:crypto';
import type { WriteType } from './history';
import type { Random } from './random';
import type { RedisKind } from './redis-side';

/** What one trial wants, drawn from the seed. */
export interface WritePlan {
  readonly type: WriteType;
  /** National form. */
  readonly line: string;
  /** The members of the body, in the order of the first spelling. */
  readonly body: Readonly<Record<string, string | number>>;
}

/** Some lines are busy, most are not. */
const HOT_LINES = 4;
const HOT_SHARE = 0.3;

/** The input for drawing a plan. */
export interface Drawing {
  /** Of the trial. */
  readonly number: number;
  /** How many lines there are. */
  readonly lines: number;
  /** The day in Tokyo. */
  readonly today: string;
}

export function planWrite(random: Random, { number, lines, today }: Drawing): WritePlan {
  const hot = Math.min(HOT_LINES, lines);
  const index = random.chance(HOT_SHARE) ? random.between(1, hot) : random.between(1, lines);
  const line = `0901234${String(index).padStart(4, '0')}`;
  return random.chance(0.6)
    ? {
        type: 'quota_addition',
        line,
        body: { amountMb: random.between(1, 5000), reference: `trial-${number}` },
      }
    : {
        type: 'plan_change',
        line,
        body: { planCode: `P${number}`, ...(random.chance(0.5) && { effectiveOn: today }) },
      };
}

/**
 * A UUIDv7, as the documentation recommends, or what clients send instead. A set has more of the latter: after a
 * failover that lost data, keys with a time are refused for a minute.
 */
export function makeKey(random: Random, trial: number, redis: RedisKind): string {
  const kind = random.next();
  if (kind < (redis === 'one' ? 0.8 : 0.3)) return uuidV7(random);
  return kind < 0.9 ? randomUUID() : `order:${trial}:${random.hex(6)}`;
}

function uuidV7(random: Random): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`;
}

/** A request as sent over the wire. */
export interface Spelling {
  readonly path: string;
  readonly key: string;
  readonly body: string;
}

/** The same write in one of the spellings that clients may use. */
export function spell({ type, line, body }: WritePlan, key: string, random: Random): Spelling {
  const number = random.chance(0.25) ? `%2B81${line.slice(1)}` : line;
  const members = Object.entries(body);
  if (random.chance(0.25)) members.reverse();
  const space = random.chance(0.25) ? ' \n' : '';
  const text = members.map(
    ([name, value]) => `${space}${escaped(name, random)}:${space}${JSON.stringify(value)}`,
  );
  return {
    path: `/sims/${number}/${type === 'quota_addition' ? 'quota' : 'plan'}`,
    key: random.chance(0.2) ? `"${key}"` : key,
    body: `{${text.join(',')}}`,
  };
}

function escaped(name: string, random: Random): string {
  if (!random.chance(0.1)) return JSON.stringify(name);
  return `"\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}"`;
}
