import { MemoryStore } from '../../store/memory.store';
import { TextSeal } from '../../store/sealed-text';
import { UnknownOperations } from './unknown-operations';
import { WriteLedger } from './write-ledger';
import type { WriteRecord } from './write-record';

const RECORD: WriteRecord = {
  state: 'done',
  owner: 'owner',
  leaseUntilMs: 0,
  fingerprint: 'fingerprint',
  caller: 'tester',
  type: 'quota_addition',
  line: '080****0001',
  lineKey: 'line:1',
  details: 'sealed',
  answer: null,
  applied: null,
  createdAt: '2026-02-05T07:26:46.000Z',
  endedAt: null,
  resolution: null,
};

describe('unknown operations', () => {
  let store: MemoryStore;
  let operations: UnknownOperations;

  beforeEach(() => {
    store = new MemoryStore();
    operations = new UnknownOperations(new WriteLedger(store, new TextSeal('secret', 'writes'), 60_000));
  });

  const put = async (id: string, record: Partial<WriteRecord> | string) => {
    const text = typeof record === 'string' ? record : JSON.stringify({ ...RECORD, ...record });
    await store.compareAndSet(`op:${id}`, await store.read(`op:${id}`), text);
  };

  it('are none in an empty store', async () => {
    expect(await operations.look()).toEqual({ count: 0, oldestAtMs: null });
  });

  it('are those that nobody has resolved, also where the owner died and nobody has looked since', async () => {
    await put('a', { state: 'unknown', createdAt: '2026-02-05T07:00:02.000Z' });
    await put('b', { state: 'sent', createdAt: '2026-02-05T07:00:01.000Z' });
    await put('c', {
      state: 'sent',
      leaseUntilMs: Date.now() + 60_000,
      createdAt: '2026-02-05T07:00:00.000Z',
    });
    await put('d', { state: 'reserved' });
    await put('e', { state: 'not_applied' });
    await put('f', { state: 'done' });

    const open = await operations.look();

    expect(open).toEqual({ count: 2, oldestAtMs: Date.parse('2026-02-05T07:00:01.000Z') });
  });

  it('are counted beside a record that is damaged', async () => {
    await put('a', { state: 'unknown' });
    await put('b', 'no record');

    expect((await operations.look()).count).toBe(1);
  });

  it('become fewer when one is resolved, and more when a free key is used again', async () => {
    await put('a', { state: 'unknown' });
    await put('b', { state: 'not_applied' });
    await operations.look();
    await put('a', { state: 'done' });
    const resolved = await operations.look();
    await put('b', { state: 'unknown' });

    expect(resolved.count).toBe(0);
    expect((await operations.look()).count).toBe(1);
  });

  it('are found without reading again what has ended', async () => {
    await put('a', { state: 'done' });
    await put('b', { state: 'unknown' });
    await operations.look();
    const read = jest.spyOn(store, 'read');

    await operations.look();

    expect(read.mock.calls).toEqual([['op:b']]);
  });
});
