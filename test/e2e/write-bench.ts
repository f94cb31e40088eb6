import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import type { Response, Test } from 'supertest';
import type { Environment } from '../../src/config/environment';
import { Gateway } from '../harness/gateway';
import { KEY_LINE } from '../harness/test-client';
import { eventually } from '../harness/slow-is-not-wrong';

export const ADD_QUOTA = '/master/addSpec/';
export const CHANGE_PLAN = '/mvno/changePlan/';
export const GROUP = 'AAA0_00000000001';
export const REPLAYED = 'idempotency-replayed';

/** A gateway that requires keys, and lines that no other test has touched. */
export class WriteBench {
  private lines = 0;

  private constructor(readonly gateway: Gateway) {}

  static async start(environment: Environment = {}): Promise<WriteBench> {
    return new WriteBench(await Gateway.start({ IDEMPOTENCY_KEY_POLICY: 'required', ...environment }));
  }

  get freebit(): Gateway['freebit'] {
    return this.gateway.freebit;
  }

  /** The number of a line that has had no write yet. */
  line(): string {
    const msisdn = `0805555${String(++this.lines).padStart(4, '0')}`;
    this.freebit.lines.seed(msisdn);
    return msisdn;
  }

  add(msisdn: string, key: string = randomUUID(), body: object | string = { amountMb: 100 }): Test {
    return this.send(this.gateway.http.post(`/sims/${msisdn}/quota`), key, body);
  }

  addToGroup(key: string, body: object = { amountMb: 100 }): Test {
    return this.send(this.gateway.http.post(`/share-groups/${GROUP}/quota`), key, body);
  }

  change(msisdn: string, key: string, body: object): Test {
    return this.send(this.gateway.http.put(`/sims/${msisdn}/plan`), key, body);
  }

  operation(operationId: string): Test {
    return this.gateway.http.get(`/operations/${operationId}`);
  }

  resolve(operationId: string, outcome: string, note = 'seen at Freebit', attempt = 1): Test {
    return this.gateway.http.post(`/operations/${operationId}/resolution`).send({ attempt, outcome, note });
  }

  /** How often Freebit was asked to write on a line. */
  sent(account?: string): number {
    const entries = this.freebit.journal.entries(account === undefined ? {} : { account });
    return entries.filter(({ path }) => path === ADD_QUOTA || path === CHANGE_PLAN).length;
  }

  /** Resolves once Freebit has been asked to write on a line. */
  arrival(account: string): Promise<void> {
    return eventually(() => this.sent(account) > 0);
  }

  /** Sends header lines that no client library would, and returns status and body. */
  async raw(msisdn: string, lines: readonly string[]): Promise<{ status: number; code: string }> {
    const answer = await exchange(this.gateway.url, quotaRequest(msisdn, lines));
    const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as { code: string };
    return { status: Number(answer.split(' ')[1]), code: body.code };
  }

  /** Sends a write and leaves before it is answered. */
  async addAndLeave(msisdn: string, key: string): Promise<void> {
    const socket = connect(Number(new URL(this.gateway.url).port), '127.0.0.1');
    socket.write(quotaRequest(msisdn, [`Idempotency-Key: ${key}`]));
    await this.arrival(msisdn);
    socket.destroy();
  }

  private send(test: Test, key: string, body: object | string): Test {
    return test.set('Idempotency-Key', key).set('Content-Type', 'application/json').send(body);
  }
}

/** Starts a request now instead of when it is awaited. */
export function begun(test: Test): Promise<Response> {
  return test.then((response) => response);
}

function quotaRequest(msisdn: string, lines: readonly string[]): string {
  const body = JSON.stringify({ amountMb: 100 });
  const head = [
    `POST /sims/${msisdn}/quota HTTP/1.1`,
    ...['Host: gateway', 'Connection: close', 'Content-Type: application/json', KEY_LINE],
    ...[`Content-Length: ${body.length}`, ...lines],
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

function exchange(url: string, request: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(request, 'latin1'));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => {});
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}
