import { randomUUID } from 'node:crypto';
import type { Test } from 'supertest';
import { keyOf, testClient, type TestClient } from '../harness/test-client';
import { startOver } from './freebit-routes';
import { ADD_QUOTA, WriteBench } from './write-bench';

const WRITER = ['sims:read', 'quota:write'];
const portal = testClient('portal', { scopes: WRITER });
const partner = testClient('partner', { scopes: WRITER });
const resolver = testClient('resolver', { scopes: ['operations:resolve'] });
const regional = testClient('regional', { scopes: ['operations:resolve'], lines: ['08055550*', 'AAA0_*'] });
const clients = [portal, partner, resolver, regional];
const UNUSED_ID = '00000000-0000-8000-8000-000000000000';

describe('operations of several callers', () => {
  let bench: WriteBench;
  beforeAll(async () => {
    bench = await WriteBench.start({ API_CLIENTS: JSON.stringify(clients.map(({ entry }) => entry)) });
  });
  beforeEach(() => {
    startOver(bench.gateway);
  });
  afterAll(() => bench.gateway.close());

  const add = (as: TestClient, line: string, key: string = randomUUID()): Test =>
    bench.add(line, key).set(keyOf(as));
  const read = (as: TestClient, operationId: string): Test => bench.operation(operationId).set(keyOf(as));
  const resolve = (as: TestClient, operationId: string): Test =>
    bench.resolve(operationId, 'applied').set(keyOf(as));
  const list = (as: TestClient): Test => bench.gateway.http.get('/operations?state=unknown').set(keyOf(as));
  /** A write of the portal with an unknown outcome. */
  const unknownOn = async (line: string): Promise<string> => {
    bench.freebit.faults.hangUp(ADD_QUOTA);
    return (await add(portal, line).expect(504)).body.operationId;
  };
  const farLine = (): string => {
    const line = bench.line().replace('0805555', '0801234');
    bench.freebit.lines.seed(line);
    return line;
  };

  it('can be read by the caller that made them, and by resolvers', async () => {
    const { body } = await add(portal, bench.line()).expect(201);

    for (const caller of [portal, resolver, regional]) await read(caller, body.operationId).expect(200);
  });

  it('look to other callers as if they did not exist', async () => {
    const { body } = await add(portal, bench.line()).expect(201);

    const foreign = await read(partner, body.operationId).expect(404);
    const none = await read(partner, UNUSED_ID).expect(404);

    const without = ({ body: problem }: typeof foreign) => ({ ...problem, requestId: '', instance: '' });
    expect(without(foreign)).toEqual(without(none));
    expect(Object.keys(foreign.headers).sort()).toEqual(Object.keys(none.headers).sort());
  });

  it('have keys that belong to one caller: the same key from two callers makes two writes', async () => {
    const [line, key] = [bench.line(), randomUUID()];

    const first = await add(portal, line, key).expect(201);
    const second = await add(partner, line, key).expect(201);

    expect(second.body.operationId).not.toBe(first.body.operationId);
    expect(second.headers).not.toHaveProperty('idempotency-replayed');
    expect(bench.sent(line)).toBe(2);
  });

  it('cannot be listed or resolved without the scope, not even by their own caller', async () => {
    const operationId = await unknownOn(bench.line());

    const listed = await list(portal).expect(403);
    const resolved = await resolve(portal, operationId).expect(403);

    expect([listed.body.code, resolved.body.code]).toEqual(['PERMISSION_DENIED', 'PERMISSION_DENIED']);
    await resolve(resolver, operationId).expect(200);
  });

  it('on other lines stay hidden from a resolver that is limited to some lines', async () => {
    const [near, far] = [await unknownOn(bench.line()), await unknownOn(farLine())];

    const { body: regionally } = await list(regional).expect(200);
    const { body: everywhere } = await list(resolver).expect(200);
    const denied = [await read(regional, far), await resolve(regional, far)];

    const idsOf = ({ operations }: { operations: { operationId: string }[] }) =>
      operations.map(({ operationId }) => operationId);
    expect(idsOf(regionally)).toEqual([near]);
    expect(idsOf(everywhere)).toEqual([near, far]);
    expect(denied.map(({ body: { code, operationId } }) => [code, operationId])).toEqual(
      Array(2).fill(['OPERATION_NOT_FOUND', undefined]),
    );
    await resolve(regional, near).expect(200);
    await resolve(resolver, far).expect(200);
  });

  it('of a share group can be read and resolved by a resolver that may use the group', async () => {
    const key = randomUUID();
    bench.freebit.faults.hangUp(ADD_QUOTA);
    const { body } = await bench.addToGroup(key).set(keyOf(portal)).expect(504);

    await read(regional, body.operationId).expect(200);

    const resolved = await resolve(regional, body.operationId).expect(200);
    expect(resolved.body.resolution.by).toBe('regional');
  });
});
