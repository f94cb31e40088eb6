import { randomBytes } from 'node:crypto';

/** The encoding of a request. The papers and public clients disagree, so it is a setting. */
export const bodyEncodings = ['form', 'multipart', 'json'] as const;
export type BodyEncoding = (typeof bodyEncodings)[number];

export interface EncodedBody {
  readonly contentType: string;
  readonly body: string;
}

/** Random, so that no value contains it by accident. */
const BOUNDARY = `----freebit-gateway-${randomBytes(18).toString('hex')}`;

/** Encodes a request as one form field `json`, urlencoded or multipart, or as plain JSON. */
export const encodeBody: Readonly<Record<BodyEncoding, (json: string) => EncodedBody>> = {
  form: (json) => ({
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams({ json }).toString(),
  }),
  multipart: (json) => ({
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
    body: `--${BOUNDARY}\r\nContent-Disposition: form-data; name="json"\r\n\r\n${json}\r\n--${BOUNDARY}--\r\n`,
  }),
  json: (json) => ({ contentType: 'application/json', body: json }),
};
