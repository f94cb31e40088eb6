import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { LineRecord } from '../../src/lines/line-record';
import { Operations } from '../../src/writes/operations';
import { bucketOf } from '../../src/writes/write-names';
import type { Store } from '../../src/store/store';
import { STORE } from '../../src/store/store.module';

/** Ends the wait for the answer to a write of unknown outcome, so that others may use the line. */
export async function endLease(app: NestFastifyApplication, operationId: string): Promise<void> {
  const { record } = await app.get(Operations).find(operationId);
  const store = app.get<Store>(STORE);
  const [bucket, key] = [bucketOf(operationId) ?? '', `line:${record.line}`];
  const { texts, nowMs } = await store.read(bucket, [key]);
  const line = JSON.parse(texts[0] ?? '') as LineRecord;
  const over = { ...line, lock: line.lock && { ...line.lock, untilMs: nowMs } };
  const { done } = await store.commit(bucket, [
    { key, expected: texts[0] ?? null, next: JSON.stringify(over) },
  ]);
  if (!done) throw new Error('the line has changed meanwhile');
}
