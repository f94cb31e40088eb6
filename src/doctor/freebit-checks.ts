import type { Config } from '../config/config';
import { lineDetail } from '../freebit/calls/account-detail/line-detail';
import { authentication } from '../freebit/calls/authentication/authentication';
import type { FreebitCall, FreebitDocument } from '../freebit/calls/freebit-call';
import { trafficInfo } from '../freebit/calls/traffic-info/traffic-info';
import { rejectionOf } from '../freebit/result-codes';
import { WireReader } from '../freebit/wire/wire-reader';
import { decodes, encodingOf, encodingSetting, findWay, pathOf, successOf, type AnyCall } from './calls';
import { fail, ok, warn, type Check, type Tell } from './check';
import { fieldLines, fieldsOf } from './fields';
import type { DoctorOptions } from './options';
import { inWords, type Heard, type Probe, type Way } from './probe';
import type { LearnedCall, Profile } from './profile';

/** A number of the right form that no line has. */
const NO_LINE = '00000000000';
const UNKNOWN_ANSWER = 'no setting fixes this: send these lines to the developers of the gateway';

/** Logs in and reads, and reports how Freebit behaves. Never writes. */
export class FreebitChecks {
  readonly profile: Profile = { version: 1, calls: {} };
  private readonly ways = new Map<FreebitDocument, Way>();

  constructor(
    private readonly config: Config['freebit'],
    private readonly probe: Probe,
    private readonly options: DoctorOptions,
    private readonly tell: Tell,
  ) {}

  async run(): Promise<void> {
    const first = await this.logIn();
    if (first === null) return;
    const { sim, group } = this.options;
    await this.read('detail', lineDetail, { account: sim }, first);
    await this.read('traffic', trafficInfo, { account: sim }, first);
    if (group !== undefined) await this.read('group traffic', trafficInfo, { account: group }, first);
    await this.rejection(first);
    this.tellSettings();
    this.tellCharsets();
    await this.secondLogin(first);
  }

  /** The path and encoding of a call: as found, else as in the settings. */
  wayOf(call: AnyCall): Way {
    const path = this.ways.get(call.document)?.path ?? pathOf(this.config, call);
    return { path, encoding: encodingOf(call.document, this.ways, this.config) };
  }

  private async logIn(): Promise<string | null> {
    const { document } = authentication;
    const { oemId, oemKey } = this.config;
    const { way, heard } = await findWay(this.probe, document, this.wayOf(authentication), { oemId, oemKey });
    const answer = successOf(heard);
    if (way === null || answer === null) {
      this.tell(fail('login', `refused (${inWords(heard)})`, loginHint(heard)));
      return null;
    }
    this.learn(document, way, heard);
    const read = decodes(authentication, { oemId, oemKey }, answer);
    if ('unreadable' in read) {
      this.tell(fail('login', read.unreadable, UNKNOWN_ANSWER));
      return null;
    }
    this.tell(ok('login', `answered, sent as ${way.encoding}`, fieldLines(fieldsOf(answer.text))));
    return authentication.decode(new WireReader(answer.envelope.body), { oemId, oemKey }).authKey;
  }

  private async read<Input>(
    name: string,
    call: FreebitCall<Input, unknown>,
    input: Input,
    authKey: string,
  ): Promise<void> {
    const { document } = call;
    const request = { authKey, ...call.encode(input, this.config.choices) };
    const { way, heard } = await findWay(this.probe, document, this.wayOf(call), request);
    if (way === null) {
      this.tell(fail(name, `not understood (${inWords(heard)})`, readHint(document, heard)));
      return;
    }
    this.learn(document, way, heard);
    const answer = successOf(heard);
    if (answer === null) {
      const line = name === 'group traffic' ? '--group' : '--sim';
      const hint = heard.kind === 'answer' ? `${line} with a line of yours` : UNKNOWN_ANSWER;
      this.tell(fail(name, `rejected (${inWords(heard)})`, hint));
      return;
    }
    const details = fieldLines(fieldsOf(answer.text));
    this.tell(readingOf(name, { way, details }, decodes(call, input, answer)));
  }

  private async rejection(authKey: string): Promise<void> {
    const name = 'rejection';
    const { foreign } = this.options;
    const way = this.wayOf(trafficInfo);
    const heard = await this.probe.ask(way, { authKey, account: foreign ?? NO_LINE });
    if (successOf(heard) !== null) {
      const text = 'Freebit answers for a line that is not yours';
      this.tell(warn(name, text, 'lines in API_CLIENTS, and ask Freebit'));
      return;
    }
    if (heard.kind !== 'answer') {
      this.tell(fail(name, `not read (${inWords(heard)})`, UNKNOWN_ANSWER));
      return;
    }
    for (const document of this.ways.keys())
      this.profile.calls[document] = {
        ...this.profile.calls[document],
        httpStatusOfRejection: heard.httpStatus,
      };
    this.tell(ok(name, `comes with ${inWords(heard)}, and is read as one`));
  }

  /** If a later login invalidates the first key, replicas must share the key. */
  private async secondLogin(first: string): Promise<void> {
    const name = 'second login';
    const { oemId, oemKey, choices } = this.config;
    const again = await this.probe.ask(this.wayOf(authentication), { oemId, oemKey });
    if (successOf(again) === null) {
      this.tell(
        warn(name, `refused (${inWords(again)})`, 'FREEBIT_AUTH_KEY_TTL_SECONDS as long as Freebit allows'),
      );
      return;
    }
    const request = { authKey: first, ...lineDetail.encode({ account: this.options.sim }, choices) };
    const heard = await this.probe.ask(this.wayOf(lineDetail), request);
    const ended = `ends the first key (${inWords(heard)}): replicas share one through REDIS_URL`;
    if (successOf(heard) !== null) this.tell(ok(name, 'leaves the first key as it is'));
    else if (heard.kind === 'answer' && rejectionOf(heard.envelope.detailCode) === 'auth_key_refused')
      this.tell(ok(name, ended));
    else this.tell(warn(name, `its effect on the first key is unknown (${inWords(heard)})`));
  }

  private tellSettings(): void {
    const different = [...this.ways].filter(
      ([document, { encoding }]) => encoding !== this.config.bodyEncodings[document],
    );
    const hint = `FREEBIT_BODY_ENCODING=${encodingSetting(this.ways, this.config)}`;
    const wrong = different.map(([document, { encoding }]) => `${document} wants ${encoding}`).join(', ');
    this.tell(
      different.length === 0 ? ok('encodings', 'as the settings say') : fail('encodings', wrong, hint),
    );
    const path = this.ways.get('PA03-02')?.path;
    const isMoved = path !== undefined && path !== pathOf(this.config, lineDetail);
    this.tell(
      isMoved
        ? fail('paths', 'PA03-02 is elsewhere', `FREEBIT_PATH_ACCOUNT_DETAIL=${path}`)
        : ok('paths', 'as the settings say'),
    );
  }

  private tellCharsets(): void {
    const seen = [...this.probe.charsets].join('; ');
    this.tell(ok('texts', seen === '' ? 'ASCII only' : `${seen}: read without a setting`));
  }

  private learn(document: FreebitDocument, way: Way, heard: Heard): void {
    const calls: Record<string, LearnedCall> = this.profile.calls;
    if (!this.ways.has(document)) this.ways.set(document, way);
    const known = calls[document] ?? {};
    const answer = successOf(heard);
    const fields = known.fields ?? (answer && fieldsOf(answer.text));
    calls[document] = { ...known, ...way, ...(fields && { fields }) };
  }
}

function readingOf(
  name: string,
  { way, details }: { way: Way; details: readonly string[] },
  read: ReturnType<typeof decodes>,
): Check {
  if ('unreadable' in read)
    return fail(name, `the gateway cannot read it: ${read.unreadable}`, UNKNOWN_ANSWER, details);
  const text = `answered, sent as ${way.encoding} to ${way.path}`;
  if (read.unknown.length === 0) return ok(name, text, details);
  return warn(name, `${text}; not in the papers: ${read.unknown.join(', ')}`, undefined, details);
}

function loginHint(heard: Heard): string {
  if (heard.kind === 'broken') return 'FREEBIT_LOGIN_TIMEOUT_MS, or ask Freebit to allow your egress address';
  if (heard.kind === 'answer') return 'FREEBIT_OEM_ID, FREEBIT_OEM_KEY';
  if (heard.httpStatus === 403) return 'nothing here: ask Freebit to allow your egress address';
  return heard.why.includes('snake_case') ? UNKNOWN_ANSWER : 'FREEBIT_BASE_URL, FREEBIT_PATH_AUTH';
}

function readHint(document: FreebitDocument, heard: Heard): string {
  if (heard.kind === 'broken')
    return heard.cause === 'timed_out'
      ? 'FREEBIT_READ_TIMEOUT_MS'
      : 'FREEBIT_CONNECT_TIMEOUT_MS, or the network';
  const path = document === 'PA03-02' ? 'FREEBIT_PATH_ACCOUNT_DETAIL' : 'FREEBIT_PATH_TRAFFIC';
  return heard.kind === 'answer' ? `${path}, FREEBIT_DETAIL_VERSION, or ask Freebit about the code` : path;
}
