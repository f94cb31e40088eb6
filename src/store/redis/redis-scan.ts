import { Cluster, type Redis } from 'ioredis';
import { inTime } from './in-time';

const PAGE = 500;

/** All keys that begin so, on every primary. The server is never held up for longer than a page. */
export async function scanKeys(client: Redis | Cluster, beginning: string): Promise<string[]> {
  const primaries = client instanceof Cluster ? client.nodes('master') : [client];
  const found = await Promise.all(primaries.map((node) => scanNode(node, beginning)));
  return [...new Set(found.flat())];
}

async function scanNode(node: Redis, beginning: string): Promise<string[]> {
  const pattern = `${beginning.replace(/[\\*?[\]]/g, String.raw`\$&`)}*`;
  const keys: string[] = [];
  let cursor = '0';
  do {
    const [next, page] = await inTime(node.scan(cursor, 'MATCH', pattern, 'COUNT', PAGE));
    keys.push(...page);
    cursor = next;
  } while (cursor !== '0');
  return keys;
}
