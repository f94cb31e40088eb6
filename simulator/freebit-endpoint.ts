import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Call, Fields, Outcome } from './calls/call';
import { refuse } from './calls/call';
import { isAuthKey, textOf } from './calls/parameters';
import type { Fault } from './faults/fault';
import { pause } from './faults/pause';
import type { JournalEntry } from './journal';
import type { SimulatorParts } from './simulator-parts';
import { sendAnswer, toAnswer } from './wire/answer';
import { decodeBody, readText, type RequestBody } from './wire/request-body';
import { sendServletPage } from './wire/servlet-page';

/** The code for a body without a JSON object: the papers do not give one. */
const UNREADABLE = 204;
const REFUSED_KEY = 205;

/** Reads, checks and answers the requests of Freebit's calls. */
export class FreebitEndpoint {
  readonly #parts: SimulatorParts;

  constructor(parts: SimulatorParts) {
    this.#parts = parts;
  }

  async handle(call: Call, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { world, auth, faults, journal } = this.#parts;
    const text = await readText(request);
    if (text === null) {
      sendServletPage(response, 413);
      return;
    }
    const { encoding, fields } = this.#accepted(
      call,
      decodeBody(text, request.headers['content-type'] ?? ''),
    );
    const account = fields && call.accountOf(fields);
    const entry = journal.note({
      path: call.path,
      encoding,
      account,
      body: fields,
      login: auth.loginOf(fields?.authKey),
    });
    const planned = faults.take(call.path);
    await this.#delay(call);
    world.settle();
    const fault = planned ?? this.#magicFault(call, fields);
    if (fault === null) {
      sendAnswer(response, this.#finish(call, entry, this.#process(call, fields)));
      return;
    }
    entry.fault = fault.name;
    await fault.play({
      response,
      serve: () => this.#finish(call, entry, this.#process(call, fields)),
      refuse: (code) => this.#finish(call, entry, refuse(code)),
      send: (answer) => sendAnswer(response, answer),
    });
  }

  /** A body in an encoding that the call does not accept counts as empty. */
  #accepted(call: Call, body: RequestBody): RequestBody {
    const { encoding = body.encoding } = this.#parts.quirks.settings.calls[call.document] ?? {};
    return encoding === body.encoding ? body : { ...body, fields: null };
  }

  async #delay(call: Call): Promise<void> {
    const login = call.effect === 'login' ? this.#parts.auth.settings.loginLatencyMs : 0;
    const ms = login + this.#parts.faults.latencyOf(call.path);
    if (ms > 0) await pause(ms);
  }

  /** Magic lines misbehave only for a caller with a valid key. */
  #magicFault(call: Call, fields: Fields | null): Fault | null {
    const account = fields && call.accountOf(fields);
    if (fields === null || account === null || this.#refusalOfKey(call, fields) !== null) return null;
    return this.#parts.magic.faultOf(account, call);
  }

  #refusalOfKey(call: Call, { authKey }: Fields): number | null {
    if (call.missingKeyCode === null) return null;
    if (!isAuthKey(authKey)) return call.missingKeyCode;
    return this.#parts.auth.accepts(textOf(authKey) ?? '') ? null : REFUSED_KEY;
  }

  #process(call: Call, fields: Fields | null): Outcome {
    const { world, auth, magic, quirks } = this.#parts;
    if (fields === null) return refuse(UNREADABLE);
    const refused = this.#refusalOfKey(call, fields) ?? call.check(fields, quirks.settings);
    if (refused !== null) return refuse(refused);
    const magicCode = magic.codeOf(call.accountOf(fields) ?? '', call);
    return magicCode === null
      ? call.serve(fields, { world, auth, quirks: quirks.settings })
      : refuse(magicCode);
  }

  #finish(call: Call, entry: JournalEntry, outcome: Outcome) {
    entry.resultCode = outcome.code;
    if (outcome.applied) this.#parts.journal.noteExecution(entry);
    return toAnswer(call, outcome, this.#parts.quirks.settings);
  }
}
