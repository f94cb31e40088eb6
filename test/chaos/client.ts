import { Agent, request } from 'undici';
import { keyOf } from '../harness/test-client';
import type { Answer, Asking, Resolving } from './history';
import { monotonicMs } from './monotonic';
import type { Record } from './record';
import type { Contract } from './write-name';
import type { Spelling } from './write-plan';

export interface Question {
  readonly write: string;
  readonly method: 'POST' | 'PUT';
  readonly gateway: number;
  readonly spelling: Spelling;
  /** The client hangs up after this many milliseconds. */
  readonly patienceMs: number;
}

/** The address of a gateway, and its contract. */
export interface Address {
  readonly contract: Contract;
  readonly url: string;
}

/** An operation, and the contract whose gateways know it. */
export interface OperationName {
  readonly contract: Contract;
  readonly operationId: string;
}

/** A person's finding about one attempt. */
export interface Finding {
  readonly attempt: number;
  readonly outcome: Resolving['outcome'];
}

/** How long a person waits for an answer, in milliseconds. */
const RESOLVING_MS = 1_500;

/** Sends requests to the gateways and records everything. */
export class Client {
  private readonly agent = new Agent({ connections: 128, keepAliveTimeout: 2_000 });

  constructor(
    private readonly gateways: readonly Address[],
    private readonly record: Record,
  ) {}

  /** The numbers of the gateways of a contract. */
  gatewaysOf(contract: Contract): number[] {
    return this.gateways.flatMap((gateway, number) => (gateway.contract === contract ? [number] : []));
  }

  /** Null if no answer came, for any reason. */
  async ask({ write, method, gateway, spelling, patienceMs }: Question): Promise<Answer | null> {
    const asking: Asking = { write, gateway, askedMs: monotonicMs(), answeredMs: null, answer: null };
    this.record.askings.push(asking);
    const headers = { 'idempotency-key': spelling.key };
    const answer = await this.exchange(gateway, { method, ...spelling, headers, patienceMs });
    asking.answeredMs = answer && monotonicMs();
    asking.answer = answer;
    return answer;
  }

  /** The attempt of unknown outcome of an operation, as a person reads it; null if there is none. */
  async unknownAttempt({ contract, operationId }: OperationName): Promise<number | null> {
    const answer = await this.exchange(this.anyGateway({ contract, operationId }), {
      method: 'GET',
      path: `/operations/${operationId}`,
      headers: {},
      patienceMs: RESOLVING_MS,
    });
    const { state, attempt } = answer?.body ?? {};
    return state === 'unknown' && typeof attempt === 'number' ? attempt : null;
  }

  /** Reports the outcome of an attempt to a gateway, like a person who has asked Freebit. */
  async resolve(write: string, operation: OperationName, finding: Finding): Promise<Answer | null> {
    this.record.resolvings.push({ write, outcome: finding.outcome, atMs: monotonicMs() });
    return this.tell(operation, finding);
  }

  /** Sends a finding again that was accepted before: it must change nothing, so it is not recorded. */
  async tell(operation: OperationName, finding: Finding): Promise<Answer | null> {
    const { operationId } = operation;
    return this.exchange(this.anyGateway(operation), {
      method: 'POST',
      path: `/operations/${operationId}/resolution`,
      body: JSON.stringify({ ...finding, note: 'Freebit says so' }),
      headers: {},
      patienceMs: RESOLVING_MS,
    });
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }

  private anyGateway({ contract, operationId }: OperationName): number {
    const gateways = this.gatewaysOf(contract);
    return gateways[parseInt(operationId.slice(-2), 16) % gateways.length] ?? 0;
  }

  private async exchange(
    gateway: number,
    { method, path, body, headers, patienceMs }: Wire,
  ): Promise<Answer | null> {
    try {
      const response = await request(`${this.gateways[gateway]?.url ?? ''}${path}`, {
        method,
        body: body ?? null,
        headers: { ...(body && { 'content-type': 'application/json' }), ...keyOf(), ...headers },
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
  readonly method: Question['method'] | 'GET';
  readonly path: string;
  readonly body?: string;
  readonly headers: Readonly<{ 'idempotency-key'?: string }>;
  readonly patienceMs: number;
}
