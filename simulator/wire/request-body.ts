import type { IncomingMessage } from 'node:http';
import { multipartField } from './multipart';

export type Encoding = 'form' | 'multipart' | 'json' | 'unknown';

export interface RequestBody {
  readonly encoding: Encoding;
  /** The JSON object of the request, or null if there is none. */
  readonly fields: Readonly<Record<string, unknown>> | null;
}

const LIMIT_BYTES = 1024 * 1024;

/** The whole body as UTF-8 text, or null when it is larger than 1 MiB. */
export async function readText(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LIMIT_BYTES) chunks.push(chunk);
  }
  return size > LIMIT_BYTES ? null : Buffer.concat(chunks).toString('utf8');
}

/** The JSON object in a text, or null when the text is anything else. */
function parseObject(text: string | null): Record<string, unknown> | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? { ...value } : null;
  } catch {
    return null;
  }
}

/** Reads the three possible encodings of the JSON, by Content-Type. */
export function decodeBody(text: string, contentType: string): RequestBody {
  const mediaType = contentType.replace(/;.*$/, '').trim().toLowerCase();
  switch (mediaType) {
    case 'application/x-www-form-urlencoded':
      return { encoding: 'form', fields: parseObject(new URLSearchParams(text).get('json')) };
    case 'multipart/form-data':
      return { encoding: 'multipart', fields: parseObject(multipartField(text, contentType, 'json')) };
    case 'application/json':
      return { encoding: 'json', fields: parseObject(text) };
    default:
      return { encoding: 'unknown', fields: null };
  }
}
