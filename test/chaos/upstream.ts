import { setTimeout as pause } from 'node:timers/promises';
import { ScriptedUpstream } from '../harness/scripted-upstream';
import { json, raw, truncated } from '../harness/upstream-answers';
import type { Exchange, UpstreamScript } from '../harness/upstream-script';
import { hangUp, reset, resetInBody, silence } from '../harness/upstream-timing';
import type { Sending } from './history';
import { monotonicMs } from './monotonic';
import { Random } from './random';
import type { Record } from './record';
import { isDefinite, manners, well, type Manner } from './upstream-manners';

/** A Freebit that records everything it does, and treats each write as drawn from the seed. */
export class Upstream {
  /** Whether it may disturb writes. */
  ill = false;
  private readonly plans = new Map<string, string>();
  private readonly times = new Map<string, number>();
  private key = 1;

  private constructor(
    readonly server: ScriptedUpstream,
    private readonly record: Record,
    private readonly seed: string,
  ) {
    server.answer('/authOem/', (exchange) => {
      const { oemId } = exchange.request.json as { readonly oemId: string };
      return json({ ...body('100'), authKey: this.authKeyOf(oemId) })(exchange);
    });
    server.answer('/mvno/getDetail/', this.detail);
    server.answer('*', this.write);
  }

  static async start(record: Record, seed: string): Promise<Upstream> {
    return new Upstream(await ScriptedUpstream.start(), record, seed);
  }

  /** Revokes the current auth keys, as another system does that logs in with the same OEM ids. */
  revoke(): void {
    this.key++;
  }

  /** What is certain about a write; null if it may still arrive, or arrive again. */
  truthOf(write: string): 'applied' | 'not_applied' | null {
    const sendings = this.record.sendings.filter((sending) => sending.write === write);
    if (sendings.some(({ executedMs }) => executedMs !== null)) return 'applied';
    const last = sendings.at(-1);
    if (last?.replied !== null) return null;
    // A request sent after an earlier finding may still be under way.
    const found = this.record.resolvings.filter((resolving) => resolving.write === write);
    if (found.some(({ atMs }) => atMs > last.arrivedMs)) return null;
    return manners.some(({ name, executes }) => name === last.manner && !executes) ? 'not_applied' : null;
  }

  private authKeyOf(contract: string): string {
    return `${contract}-${this.key}`;
  }

  private readonly detail: UpstreamScript = (exchange) => {
    const { account, authKey } = sentIn(exchange);
    const line = {
      resultCode: 100,
      kind: 'MVNO',
      account,
      state: 'active',
      planCode: this.plans.get(`${holderOf(authKey)} ${account}`),
    };
    return json({ ...body('100'), responseDatas: [line] })(exchange);
  };

  private readonly write: UpstreamScript = async (exchange) => {
    const arrivedMs = monotonicMs();
    const { authKey, account, planCode, quotaCode } = sentIn(exchange);
    const query = new URL(exchange.request.path, 'http://upstream').searchParams;
    const write = query.get('write') ?? '';
    const contract = holderOf(authKey);
    const line = `${contract} ${account}`;
    const { manner, random } = this.mannerFor(`${contract}/${planCode}/${quotaCode}`, authKey);
    const { name, executes, answer, workMs, answersFirst = false } = manner;
    const replied = isDefinite(answer) ? answer : null;
    const leaseFromMs = Number(query.get('lease'));
    const sending: Sending = {
      write,
      line,
      arrivedMs,
      leaseFromMs,
      executedMs: null,
      manner: name,
      replied,
    };
    this.record.sendings.push(sending);
    if (answersFirst) await script(answer)(exchange);
    // Freebit continues to work even if no client waits any longer.
    await pause(random.between(...workMs));
    exchange.request.executed = executes;
    if (executes) {
      sending.executedMs = monotonicMs();
      if (planCode !== undefined) this.plans.set(line, planCode);
    }
    if (!answersFirst) await script(answer)(exchange);
  };

  private mannerFor(content: string, authKey: string): { manner: Manner; random: Random } {
    const time = (this.times.get(content) ?? 0) + 1;
    this.times.set(content, time);
    const random = new Random(this.seed, 'upstream', content, time);
    if (authKey !== this.authKeyOf(holderOf(authKey))) return { manner: KEY_REFUSED, random };
    if (!this.ill) return { manner: well, random };
    // A write without a clear outcome is mostly executed without one again: a finding about the first must not count
    // for the second one.
    const isUnclear = time > 1 && random.chance(0.7);
    return { manner: random.weighted(isUnclear ? unclear : manners), random };
  }
}

const unclear = manners.filter(({ answer, executes }) => executes && !isDefinite(answer));

const KEY_REFUSED: Manner = { name: '205', weight: 0, workMs: [0, 0], executes: false, answer: '205' };

interface Sent {
  readonly authKey: string;
  readonly account: string;
  readonly planCode?: string;
  readonly quotaCode?: string;
}

/** The contract whose auth key it is. */
const holderOf = (authKey: string) => authKey.split('-', 1)[0] ?? '';

const sentIn = ({ request }: Exchange) => request.json as Sent;

function body(code: string): { resultCode: string; status: { message: string; statusCode: string } } {
  return {
    resultCode: code,
    status: { message: code === '100' ? 'OK' : 'NG', statusCode: code === '100' ? '200' : '500' },
  };
}

function script(answer: string): UpstreamScript {
  return NO_ANSWERS.get(answer) ?? json(body(answer));
}

const NO_ANSWERS: ReadonlyMap<string, UpstreamScript> = new Map([
  ['reset', reset()],
  ['hang_up', hangUp()],
  ['silence', silence()],
  ['garbage', raw({ headers: { 'Content-Type': 'application/json' }, body: '{"resultCode":"1\u0000' })],
  ['truncated', truncated(body('100'))],
  ['reset_in_body', resetInBody(body('100'))],
]);
