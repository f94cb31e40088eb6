import { isLosslessNumber, parse } from 'lossless-json';

export type Encoding = 'form' | 'multipart' | 'json';

/** An answer, with numbers kept as digits. */
export interface Reply {
  readonly httpStatus: number;
  readonly contentType: string;
  readonly text: string;
}

const encode: Readonly<Record<Encoding, (json: string) => RequestInit>> = {
  form: (json) => ({ body: new URLSearchParams({ json }) }),
  multipart: (json) => {
    const body = new FormData();
    body.set('json', json);
    return { body };
  },
  json: (json) => ({ body: json, headers: { 'Content-Type': 'application/json' } }),
};

/** The answer as a tree in which a number differs from a string of the same digits. */
export const lossless = (text: string): unknown => parse(text);

/** Text of a string or number in a JSON text, by path: `textAt(text, 'status', 'statusCode')`. */
export function textAt(text: string, ...path: readonly string[]): string | undefined {
  const found = path.reduce<unknown>(
    (tree, name) => (typeof tree === 'object' && tree !== null ? Reflect.get(tree, name) : undefined),
    parse(text),
  );
  if (isLosslessNumber(found)) return found.value;
  return typeof found === 'string' ? found : undefined;
}

/** A caller that speaks Freebit's wire format and knows nothing of gateway or simulator. */
export class FreebitCaller {
  readonly #url: string;
  #authKey = '';

  /** @param url base of Freebit's paths */
  constructor(url: string) {
    this.#url = url;
  }

  get authKey(): string {
    return this.#authKey;
  }

  async post(
    path: string,
    fields: object,
    encoding: Encoding = 'form',
    signal?: AbortSignal,
  ): Promise<Reply> {
    const init = { method: 'POST', ...encode[encoding](JSON.stringify(fields)), signal };
    const response = await fetch(this.#url + path, init);
    return {
      httpStatus: response.status,
      contentType: response.headers.get('content-type') ?? '',
      text: await response.text(),
    };
  }

  /** Logs in and keeps the key for later calls. */
  async login(oemId = 'sandbox-oem', oemKey = 'sandbox-oem-key', encoding?: Encoding): Promise<Reply> {
    const reply = await this.post('/authOem/', { oemId, oemKey }, encoding);
    this.#authKey = textAt(reply.text, 'authKey') ?? '';
    return reply;
  }

  call(path: string, fields: object, encoding?: Encoding, signal?: AbortSignal): Promise<Reply> {
    return this.post(path, { ...fields, authKey: this.#authKey }, encoding, signal);
  }

  /** The detail code of a call's answer, as text. */
  async code(path: string, fields: object): Promise<string | undefined> {
    return textAt((await this.call(path, fields)).text, 'resultCode');
  }
}
