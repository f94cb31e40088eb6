import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { WriteCall, WriteCommand } from './write-command';

/** Two writes are equal if these are: the route, the line and everything in the body, however it was spelled. */
export type NamedWrite = Pick<WriteCall, 'route'> & Pick<WriteCommand, 'line' | 'content'>;

/** A place in the store: a bucket, and the key of a record in it. */
export interface Place {
  readonly bucket: string;
  readonly key: string;
}

/** Names operations, keys and commands by keyed hashes, which reveal nothing about a line or a key. */
export class WriteNames {
  private readonly keys: Buffer;
  private readonly commands: Buffer;

  constructor(secret: string, contract: string) {
    this.keys = Buffer.from(hkdfSync('sha256', secret, contract, 'names of operations', 32));
    this.commands = Buffer.from(hkdfSync('sha256', secret, contract, 'names of commands', 32));
  }

  /** The operation of a key: a UUID (version 8) whose first byte is the bucket of the line. */
  operationId(caller: string, route: string, key: string, bucket: string): string {
    return toUuid(this.digestOf(caller, route, key), bucket);
  }

  /** An operation without a key. */
  randomOperationId(bucket: string): string {
    return toUuid(randomBytes(16), bucket);
  }

  /** Where the operation of a key is recorded, so that the key cannot be used on another line as well. */
  placeOfKey(caller: string, route: string, key: string): Place {
    const hex = this.digestOf(caller, route, key).toString('hex');
    return { bucket: `key-${hex.slice(0, 2)}`, key: `key:${hex.slice(2, 34)}` };
  }

  /** Equal for equal commands. */
  fingerprint({ route, line, content }: NamedWrite): string {
    const members = Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1));
    const text = JSON.stringify([route, line.type, line.id, members]);
    return createHmac('sha256', this.commands).update(text).digest('base64url').slice(0, 22);
  }

  private digestOf(caller: string, route: string, key: string): Buffer {
    return createHmac('sha256', this.keys)
      .update(JSON.stringify([caller, route, key]))
      .digest();
  }
}

/** The bucket of an operation's line; undefined for a text that is not an operation id. */
export function bucketOf(operationId: string): string | undefined {
  const isId = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(operationId);
  return isId ? String(parseInt(operationId.slice(0, 2), 16)) : undefined;
}

/** The key of the record of an operation in its bucket. */
export function operationKey(operationId: string): string {
  return `op:${operationId}`;
}

function toUuid(bytes: Buffer, bucket: string): string {
  bytes[0] = Number(bucket);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
