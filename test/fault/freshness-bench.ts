import { randomUUID } from 'node:crypto';
import { Fleet } from '../harness/fleet';
import { RedisServer } from '../harness/redis-server';
import { ScriptedUpstream } from '../harness/scripted-upstream';
import { json } from '../harness/upstream-answers';
import type { Exchange, UpstreamScript } from '../harness/upstream-script';
import { CACHE_ON } from '../harness/caching';
import { keyOf } from '../harness/test-client';

const OK = { resultCode: '100', status: { message: 'OK', statusCode: '200' } };
const SLOWEST_MS = 120;
/** Answers take longer than a whole write on a busy machine, so that a mistake shows. */
const TELLTALE_MS = 1_500;
const WRITES_PER_READS = 0.15;

/** How many callers and lines, and for how long. */
export interface Load {
  readonly workers: number;
  readonly lines: number;
  readonly seconds: number;
  readonly untilOutdated?: boolean;
}

/** The result of a run. */
export interface Seen {
  reads: number;
  hits: number;
  writes: number;
  /** Reads that showed fewer writes than had been acknowledged before they began. */
  readonly outdated: string[];
  /** Answers that were neither a read nor an acknowledged write, by their status and code. */
  readonly others: Record<string, number>;
}

/**
 * A Freebit that is slow before and after it reads its lines, which count the megabytes added to them; callers
 * that read and add one at a time, and know how many additions have been acknowledged.
 */
export class FreshnessBench {
  private readonly added = new Map<string, number>();
  private readonly acknowledged = new Map<string, number>();
  private readonly seen: Seen = { reads: 0, hits: 0, writes: 0, outdated: [], others: {} };

  private constructor(
    private readonly upstream: ScriptedUpstream,
    private readonly redis: RedisServer,
    private readonly fleet: Fleet,
    private readonly readsEndWithinMs: number,
  ) {
    upstream.answer('/mvno/getDetail/', this.detail).answer('/master/addSpec/', this.add);
  }

  static async start(mistake?: string): Promise<FreshnessBench> {
    const [upstream, redis] = await Promise.all([ScriptedUpstream.start(), RedisServer.start()]);
    const environment = {
      FREEBIT_BASE_URL: upstream.url,
      FREEBIT_OEM_ID: 'oem-id',
      FREEBIT_OEM_KEY: 'oem-key-secret',
      REDIS_URL: redis.url,
      DOCS: 'off',
      ...CACHE_ON,
      LOG_LEVEL: 'error',
      SHUTDOWN_DRAIN_SECONDS: '0',
      ...(mistake !== undefined && { READ_MISTAKE: mistake }),
    };
    const entry = mistake === undefined ? undefined : require.resolve('./gateway-with-stale-reads.cjs');
    const fleet = await Fleet.start(3, environment, entry);
    return new FreshnessBench(upstream, redis, fleet, mistake === undefined ? SLOWEST_MS : TELLTALE_MS);
  }

  /** With `untilOutdated` it ends early, at the first outdated read. */
  async run({ workers, lines, seconds, untilOutdated = false }: Load): Promise<Seen> {
    const untilMs = performance.now() + seconds * 1_000;
    const work = async () => {
      while (performance.now() < untilMs && !(untilOutdated && this.seen.outdated.length > 0)) {
        const line = `0806${String(Math.floor(Math.random() * lines)).padStart(7, '0')}`;
        await (Math.random() < WRITES_PER_READS ? this.write(line) : this.read(line));
      }
    };
    await Promise.all(Array.from({ length: workers }, work));
    return this.seen;
  }

  async close(): Promise<void> {
    await this.fleet.kill();
    await this.upstream.close();
    await this.redis.close();
  }

  private async read(line: string): Promise<void> {
    const atLeast = this.acknowledged.get(line) ?? 0;
    const response = await fetch(`${this.anyUrl}/sims/${line}/quota`, { headers: keyOf() });
    const body = (await response.json()) as { quotaMb: number };
    const cacheStatus = response.headers.get('cache-status') ?? '';
    this.seen.reads++;
    if (cacheStatus.includes('; hit')) this.seen.hits++;
    if (response.status !== 200) this.count(`read ${response.status}`);
    else if (body.quotaMb < atLeast)
      this.seen.outdated.push(`${line}: ${body.quotaMb} after ${atLeast}, ${cacheStatus}`);
  }

  private async write(line: string): Promise<void> {
    const response = await fetch(`${this.anyUrl}/sims/${line}/quota`, {
      method: 'POST',
      headers: { ...keyOf(), 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
      body: JSON.stringify({ amountMb: 1, reference: randomUUID() }),
    });
    await response.arrayBuffer();
    if (response.status === 201) {
      this.seen.writes++;
      this.acknowledged.set(line, (this.acknowledged.get(line) ?? 0) + 1);
    } else this.count(`write ${response.status}`);
  }

  private count(answer: string): void {
    this.seen.others[answer] = (this.seen.others[answer] ?? 0) + 1;
  }

  private get anyUrl(): string {
    return this.fleet.at(Math.floor(Math.random() * 3)).url;
  }

  private readonly detail: UpstreamScript = async (exchange) => {
    const { requestDatas } = exchange.request.json as { requestDatas: [{ account: string }] };
    const [{ account }] = requestDatas;
    await aWhile(exchange);
    const line = {
      resultCode: 100,
      kind: 'MVNO',
      account,
      state: 'active',
      quota: this.added.get(account) ?? 0,
    };
    await aWhile(exchange, this.readsEndWithinMs);
    await json({ ...OK, responseDatas: [line] })(exchange);
  };

  private readonly add: UpstreamScript = async (exchange) => {
    const { account } = exchange.request.json as { account: string };
    await aWhile(exchange);
    this.added.set(account, (this.added.get(account) ?? 0) + 1);
    await aWhile(exchange);
    await json(OK)(exchange);
  };
}

function aWhile(exchange: Exchange, atMostMs = SLOWEST_MS): Promise<void> {
  return exchange.wait(Math.random() * atMostMs);
}
