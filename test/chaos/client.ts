import { Agent, request } from 'undici';
import { keyOf } from '../harness/test-client';
import type { Answer, Asking, Resolving } from './history';
import { monotonicMs } from './monotonic';
import type { Record } from './record';
import type { Spelling } from './write-plan';

export interface Question {
  readonly write: string;
  readonly method: 'POST' | 'PUT';
  readonly gateway: number;
  readonly spelling: Spelling;
  /** The client hangs up after so many milliseconds. */
  readonly patienceMs: number;
}

/** Asks the gateways and writes everything down. */
export class Client {
  private readonly agent = new Agent({ connections: 128, keepAliveTimeout: 2_000 });

  constructor(
    private readonly urls: readonly string[],
    private readonly record: Record,
  ) {}

  get gateways(): number {
    return this.urls.length;
  }

  /** Null when no answer came, for whatever reason. */
  async ask({ write, method, gateway, spelling, patienceMs }: Question): Promise<Answer | null> {
    const asking: Asking = { write, gateway, askedMs: monotonicMs(), answeredMs: null, answer: null };
    this.record.askings.push(asking);
    const headers = { 'idempotency-key': spelling.key };
    const answer = await this.exchange(gateway, { method, ...spelling, headers, patienceMs });
    asking.answeredMs = answer && monotonicMs();
    asking.answer = answer;
    return answer;
  }

  /** Tells a gateway what became of a write, as a person does who has asked Freebit. */
  async resolve(write: string, operationId: string, outcome: Resolving['outcome']): Promise<Answer | null> {
    this.record.resolvings.push({ write, outcome, atMs: monotonicMs() });
    const path = `/operations/${operationId}/resolution`;
    const body = JSON.stringify({ outcome, note: 'Freebit says so' });
    return this.exchange(0, { method: 'POST', path, body, headers: {}, patienceMs: 1_500 });
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }

  private async exchange(
    gateway: number,
    { method, path, body, headers, patienceMs }: Wire,
  ): Promise<Answer | null> {
    try {
      const response = await request(`${this.urls[gateway] ?? ''}${path}`, {
        method,
        body,
        headers: { 'content-type': 'application/json', ...keyOf(), ...headers },
        signal: AbortSignal.timeout(Math.max(1, Math.ceil(patienceMs))),
        dispatcher: this.agent,
      });
      const told = (await response.body.json()) as Answer['body'];
      const replayed = response.headers['idempotency-replayed'] === 'true';
      const code = typeof told.code === 'string' ? told.code : null;
      return { status: response.statusCode, code, replayed, body: told };
    } catch {
      return null;
    }
  }
}

interface Wire {
  readonly method: Question['method'];
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<{ 'idempotency-key'?: string }>;
  readonly patienceMs: number;
}
