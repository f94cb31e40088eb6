import { FormData } from 'undici';

/** How the JSON text of a request travels. The papers disagree with what public clients do, so it is a setting. */
export const bodyEncodings = ['form', 'multipart', 'json'] as const;
export type BodyEncoding = (typeof bodyEncodings)[number];

export interface EncodedBody {
  /** `false` leaves the header to the sender of the body, who alone knows the multipart boundary. */
  readonly headers: Record<string, string | false>;
  readonly body: string | FormData;
}

/** Writes a request as one form field `json`, urlencoded or multipart, or as plain JSON. */
export const encodeBody: Record<BodyEncoding, (json: string) => EncodedBody> = {
  form: (json) => ({
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ json }).toString(),
  }),
  multipart: (json) => {
    const form = new FormData();
    form.append('json', json);
    return { headers: { 'content-type': false }, body: form };
  },
  json: (json) => ({ headers: { 'content-type': 'application/json' }, body: json }),
};
