import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import type { Simulator } from '../../simulator/simulator';
import type { Markers } from './leak-sweep';

/** All answers, without what a caller may see: the bodies of successes. */
export interface Answered {
  readonly status: number;
  readonly text: string;
}

type Headers = Readonly<Record<string, string>>;

/** A walk through all routes of a gateway, along everything that succeeds or fails. */
export class LeakTour {
  readonly answers: Answered[] = [];

  constructor(
    private readonly url: string,
    private readonly freebit: Simulator,
    private readonly markers: Markers,
    private readonly credential: Headers,
  ) {}

  async walk(): Promise<void> {
    const { msisdn = '', group = '', master = '', international = '' } = this.markers;
    const reads = [
      `/sims/${msisdn}`,
      `/sims/${msisdn}/traffic`,
      `/sims/${msisdn}/quota`,
      `/sims/${msisdn}/plan`,
    ];
    const others = [`/share-groups/${group}/traffic`, `/master-accounts/${encodeURIComponent(master)}`];
    for (const path of [...reads, ...others, `/sims/%2B${international}`]) await this.get(path);
    await this.refusals(msisdn);
    await this.faults(msisdn, others);
    await this.writes(msisdn, group);
    await this.garbage(msisdn);
  }

  async get(path: string, headers: Headers = this.credential): Promise<Answered> {
    return this.send('GET', path, headers);
  }

  async send(method: string, path: string, headers: Headers, body?: string): Promise<Answered> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...headers },
      ...(body && { body }),
    });
    const told = await response.text();
    const head = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
    const answered = { status: response.status, text: response.ok ? head : `${head}\n${told}` };
    this.answers.push(answered);
    return response.ok ? { ...answered, text: told } : answered;
  }

  /** Everything that a caller can do wrong. */
  private async refusals(msisdn: string): Promise<void> {
    const { wrongKey = '', wrongToken = '', query = '', header = '', stranger = '' } = this.markers;
    const path = `/sims/${msisdn}`;
    for (const credential of [{}, { 'X-API-Key': wrongKey }, { Authorization: `Bearer ${wrongToken}` }])
      await this.get(path, credential as Headers);
    await this.get(path, { 'X-API-Key': wrongKey, Authorization: `Bearer ${wrongToken}` });
    await this.get(path, { Authorization: `Basic ${Buffer.from(`u:${header}`).toString('base64')}` });
    await this.get(`${path}?token=${query}`);
    await this.get(path, { ...this.credential, 'X-Request-Id': stranger, Cookie: header, 'X-Odd': header });
    for (const ids of [
      `${stranger.padStart(32, '0')}-${'a'.repeat(16)}`,
      `${'a'.repeat(32)}-${stranger.padStart(16, '0')}`,
    ]) {
      const trace = { traceparent: `00-${ids}-01`, tracestate: `a=${header}`, baggage: `a=${query}` };
      await this.get(path, { ...this.credential, ...trace });
    }
    for (const odd of [
      `/sims/${msisdn}x`,
      `/sims/${msisdn}/${query}`,
      `/${query}`,
      `/SIMS/${msisdn}`,
      `/sims/%zz${query}`,
    ])
      await this.get(odd);
    await this.send('DELETE', path, this.credential);
    await this.send('OPTIONS', path, { Origin: `https://${query}.example.com` });
    await this.get(`/operations/${query}`);
    await this.get(`/operations/${randomUUID()}`);
    await this.get('/operations?state=unknown');
  }

  /** Everything that Freebit can do wrong. */
  private async faults(msisdn: string, others: readonly string[]): Promise<void> {
    const { faults, auth } = this.freebit;
    const message = this.markers.message ?? '';
    const answer = { resultCode: '999', status: { message, statusCode: '500' }, account: msisdn, message };
    const befalls = [
      () => faults.hangUp('/mvno/getDetail/', 2),
      () => faults.html('/mvno/getDetail/', 2),
      () => faults.truncate('/mvno/getDetail/', 2),
      () => faults.empty('/mvno/getDetail/', 2),
      () => faults.code(900, '/mvno/getDetail/', 2),
      () => faults.code(210, '/mvno/getDetail/', 2),
      () => faults.code(204, '/mvno/getDetail/', 2),
      () => faults.answer({ body: JSON.stringify(answer) }, '/mvno/getDetail/', 2),
      () => faults.answer({ body: `{"${message}": ${message}` }, '/mvno/getDetail/', 2),
      () => auth.expireAll(),
    ];
    for (const befall of befalls) {
      befall();
      for (const path of [`/sims/${msisdn}`, ...others]) await this.get(path);
      faults.clear();
    }
  }

  private async writes(msisdn: string, group: string): Promise<void> {
    const { reference = '', note = '', idempotencyKey = '' } = this.markers;
    const { faults } = this.freebit;
    const json = { ...this.credential, 'Content-Type': 'application/json' };
    const add = (key: string, body: object, path = `/sims/${msisdn}/quota`) =>
      this.send('POST', path, { ...json, 'Idempotency-Key': key }, JSON.stringify(body));
    await add(idempotencyKey, { amountMb: 1, reference });
    await add(idempotencyKey, { amountMb: 1, reference });
    await add(idempotencyKey, { amountMb: 2, reference });
    await add(randomUUID(), { amountMb: 3, reference }, `/share-groups/${group}/quota`);
    for (const code of [230, 234, 237]) {
      faults.code(code, '/master/addSpec/');
      await add(randomUUID(), { amountMb: code, reference });
    }
    faults.dropAfterApplying('/mvno/changePlan/');
    const plan = JSON.stringify({ planCode: 'P_1' });
    const changed = await this.send(
      'PUT',
      `/sims/${msisdn}/plan`,
      { ...json, 'Idempotency-Key': randomUUID() },
      plan,
    );
    faults.code(900, '/master/addSpec/');
    const unknown = await add(randomUUID(), { amountMb: 900, reference }, `/share-groups/${group}/quota`);
    for (const { text } of [changed, unknown]) await this.get(`/operations/${operationIn(text)}`);
    const found = JSON.stringify({ outcome: 'applied', note });
    await this.send('POST', `/operations/${operationIn(unknown.text)}/resolution`, json, found);
  }

  /** Bodies and bytes that cannot be parsed. */
  private async garbage(msisdn: string): Promise<void> {
    const { body = '' } = this.markers;
    const path = `/sims/${msisdn}/quota`;
    const json = { ...this.credential, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() };
    const odd = [
      `{"unknown":"${body}"}`,
      `{"amountMb":"${body}"}`,
      `{"amountMb":1,"expiresOn":"${body}"}`,
      `{${body}`,
      body,
    ];
    for (const text of odd) await this.send('POST', path, json, text);
    await this.send('POST', path, json, JSON.stringify({ amountMb: 1, reference: body.repeat(2_000) }));
    await this.send('POST', path, { ...json, 'Content-Type': `text/${body}` }, body);
    for (const bytes of [`${body}\r\n\r\n`, `GET /sims/${msisdn} HTTP/1.1\r\nX: ${body}\0\r\n\r\n`])
      await this.raw(bytes);
  }

  private async raw(bytes: string): Promise<void> {
    const text = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(this.url).port), '127.0.0.1', () => socket.write(bytes));
      const chunks: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => {});
      socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
    });
    this.answers.push({ status: Number(text.split(' ')[1]), text });
  }
}

/** The operation that a problem names. */
function operationIn(text: string): string {
  const { operationId = 'none' } = JSON.parse(text.split('\n').at(-1) ?? '{}') as { operationId?: string };
  return operationId;
}
