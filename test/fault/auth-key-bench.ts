import { setTimeout as pause } from 'node:timers/promises';
import { Fleet } from '../harness/fleet';
import type { GatewayProcess } from '../harness/gateway-process';
import { CACHE_OFF } from '../harness/caching';
import { RedisServer } from '../harness/redis-server';
import { keyOf } from '../harness/test-client';
import { ScriptedUpstream } from '../harness/scripted-upstream';
import type { UpstreamScript } from '../harness/upstream-script';
import { json } from '../harness/upstream-answers';

export const LOGIN = '/authOem/';
export const TRAFFIC = '/mvno/getTrafficInfo/';
export const DETAIL = '/mvno/getDetail/';
export const ADD_QUOTA = '/master/addSpec/';

const OK = { resultCode: '100', status: { message: 'OK', statusCode: '200' } };
const KEY_REFUSED = { resultCode: '205', status: { message: 'NG', statusCode: '403' } };
/** The usual duration of a login. */
const LOGIN_MS = 60;
/** The time after which the shared record allows one more login. */
const LOGIN_PAYS_MS = 10_000;

/** A Freebit that issues auth keys, knows which are valid, and answers for every line. */
export class KeyOffice {
  /** Refuse every key, whenever it was issued. */
  refusesEveryKey = false;
  refusesCredentials = false;
  /** Calls, by their paths, for which every key is refused. */
  readonly refusedCalls = new Set<string>();
  /** How long after its login a key becomes valid, in milliseconds. */
  goodAfterMs = 0;
  private readonly goodKeys = new Map<string, number>();
  private handedOut = 0;

  private constructor(readonly upstream: ScriptedUpstream) {
    upstream.answer(LOGIN, this.login).answer(TRAFFIC, this.traffic);
    upstream.answer(DETAIL, this.detail).answer(ADD_QUOTA, this.addQuota);
  }

  static async start(): Promise<KeyOffice> {
    return new KeyOffice(await ScriptedUpstream.start());
  }

  get logins(): number {
    return this.upstream.requestsTo(LOGIN).length;
  }

  /** The number of calls for each line. */
  get callsByLine(): Map<string, number> {
    const calls = new Map<string, number>();
    for (const { json: sent } of this.upstream.requestsTo(TRAFFIC)) {
      const { account } = sent as { account: string };
      calls.set(account, (calls.get(account) ?? 0) + 1);
    }
    return calls;
  }

  /** Revokes every issued key, as another system does that logs in with the same OEM id. */
  revoke(): void {
    this.goodKeys.clear();
  }

  reset(): void {
    this.refusesEveryKey = this.refusesCredentials = false;
    this.goodKeys.clear();
    this.upstream.requests.splice(0);
    this.upstream.answer(LOGIN, this.login);
  }

  readonly login: UpstreamScript = async (exchange) => {
    await exchange.wait(LOGIN_MS);
    if (this.refusesCredentials) return json(KEY_REFUSED)(exchange);
    const authKey = `key-${++this.handedOut}`;
    this.goodKeys.set(authKey, performance.now() + this.goodAfterMs);
    return json({ ...OK, authKey })(exchange);
  };

  private readonly traffic: UpstreamScript = (exchange) => {
    const { authKey, account } = exchange.request.json as { authKey: string; account: string };
    const isGood = this.accepts(authKey, TRAFFIC);
    const traffic = { today: '1', inRecentDays: '1,2', blackList: '20' };
    return json(isGood ? { ...OK, account, traffic } : KEY_REFUSED)(exchange);
  };

  private readonly detail: UpstreamScript = (exchange) => {
    const sent = exchange.request.json as { authKey: string; requestDatas: [{ account: string }] };
    const [{ account }] = sent.requestDatas;
    const responseDatas = [{ resultCode: '100', kind: 'MVNO', account, state: 'active' }];
    return json(this.accepts(sent.authKey, DETAIL) ? { ...OK, responseDatas } : KEY_REFUSED)(exchange);
  };

  private readonly addQuota: UpstreamScript = (exchange) => {
    const { authKey } = exchange.request.json as { authKey: string };
    const isGood = this.accepts(authKey, ADD_QUOTA);
    exchange.request.executed = isGood;
    return json(isGood ? OK : KEY_REFUSED)(exchange);
  };

  private accepts(authKey: string, path: string): boolean {
    const goodFromMs = this.goodKeys.get(authKey) ?? Infinity;
    return !this.refusesEveryKey && !this.refusedCalls.has(path) && performance.now() >= goodFromMs;
  }
}

/** What a caller got, and when. */
export interface Answered {
  readonly status: number;
  readonly ms: number;
  readonly retryAfter: string | null;
}

let lines = 0;

/** Reads the traffic of a line that has never been read before. */
export async function askFor({ url }: Pick<GatewayProcess, 'url'>): Promise<Answered> {
  const startedAt = performance.now();
  const response = await fetch(`${url}/sims/090${String(++lines).padStart(8, '0')}/traffic`, {
    headers: keyOf(),
  });
  await response.arrayBuffer();
  const ms = performance.now() - startedAt;
  return { status: response.status, ms, retryAfter: response.headers.get('retry-after') };
}

/** A number of callers at once, spread over the fleet. */
export function crowd(fleet: Fleet, size: number): Promise<Answered[]> {
  return Promise.all(Array.from({ length: size }, (_, index) => askFor(fleet.at(index))));
}

/** Callers at a steady rate, whether or not earlier ones have been answered. */
export async function stream(fleet: Fleet, perSecond: number, seconds: number): Promise<Answered[]> {
  const answers: Promise<Answered>[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < perSecond * seconds; index++) {
    await pause(Math.max(0, startedAt + (index * 1000) / perSecond - performance.now()));
    answers.push(askFor(fleet.at(index)));
  }
  return Promise.all(answers);
}

export const statuses = (answers: readonly Answered[]) =>
  [...new Set(answers.map(({ status }) => status))].sort((a, b) => a - b);

/** The time within which this share of the answers came. */
export function quantileMs(answers: readonly Answered[], part: number): number {
  const sorted = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

export interface Bench {
  readonly office: KeyOffice;
  readonly redis: RedisServer;
  readonly fleet: Fleet;
  readonly environment: Readonly<Record<string, string>>;
  /** What no log entry may contain: keys, credentials, numbers. */
  readonly secrets: RegExp;
  /** Clears the office and Redis, so that the keys in the memory of the replicas are invalid. */
  forget(): Promise<void>;
  /** The number of logins that the replicas have agreed on in Redis since then. */
  agreedLogins(): Promise<number>;
  close(): Promise<void>;
}

/** Replicas over one Redis, in front of one office. */
export async function startBench(replicas: number): Promise<Bench> {
  const [office, redis] = await Promise.all([KeyOffice.start(), RedisServer.start()]);
  const environment = {
    FREEBIT_BASE_URL: office.upstream.url,
    FREEBIT_OEM_ID: 'oem-id',
    FREEBIT_OEM_KEY: 'oem-key-secret',
    REDIS_URL: redis.url,
    DOCS: 'off',
    LOG_LEVEL: 'debug',
    SHUTDOWN_DRAIN_SECONDS: '0',
    ...CACHE_OFF,
  };
  const fleet = await Fleet.start(replicas, environment);
  const close = async () => {
    await fleet.kill();
    await office.upstream.close();
    await redis.close();
  };
  let forgottenAtMs = Date.now();
  const forget = async () => {
    office.reset();
    await redis.cli('FLUSHALL');
    forgottenAtMs = Date.now();
    // A process whose keys were refused in a row retries after a second.
    await pause(1_100);
  };
  const agreedLogins = async () => {
    const [record = ''] = (await redis.cli('KEYS', '*auth:*')) as string[];
    const text = String(await redis.cli('GET', record));
    const paidUntilMs = Number(/"loginsPaidUntilMs":(\d+)/.exec(text)?.[1]);
    return Math.round((paidUntilMs - forgottenAtMs) / LOGIN_PAYS_MS);
  };
  // Not inside the random hex digits of a request id.
  const secrets = /secret|key-\d|(?<![\da-f])090\d{8}(?![\da-f])/;
  return { office, redis, fleet, environment, secrets, forget, agreedLogins, close };
}
