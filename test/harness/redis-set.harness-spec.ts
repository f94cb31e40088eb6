import { type RedisMember } from './redis-member';
import { RedisSet } from './redis-set';
import { eventually } from './slow-is-not-wrong';

const read = ({ server }: RedisMember) => server.cli('GET', 'key');
const roleOf = async ({ server }: RedisMember) => String(((await server.cli('ROLE')) as unknown[])[0]);

describe('the replicated Redis of the tests', () => {
  let set: RedisSet;

  beforeEach(async () => {
    set = await RedisSet.start(2);
  });

  afterEach(() => set.close());

  it('confirms with WAIT what both replicas have', async () => {
    const [primary, ...replicas] = set.members as [RedisMember, RedisMember, RedisMember];

    await primary.server.cli('SET', 'key', 'text');
    await set.inStep(primary);

    expect(await set.primary()).toBe(primary);
    expect(await Promise.all(replicas.map(read))).toEqual(['text', 'text']);
  });

  it('can fail over, after which the old primary is a replica', async () => {
    const old = await set.primary();
    await old.server.cli('SET', 'key', 'text');
    await set.inStep(old);

    const next = await set.failOver();

    expect(next).not.toBe(old);
    expect(await read(next)).toBe('text');
    await set.inStep(next);
    expect(await roleOf(old)).toBe('slave');
  });

  it('fails over when the primary dies, and accepts it again as a replica', async () => {
    const old = await set.primary();

    await old.server.kill();
    const next = await set.successorOf(old);
    await old.server.restart();

    expect(next).not.toBe(old);
    await set.inStep(next);
  });

  it('has two primaries while one is cut off, and loses the writes of the old one', async () => {
    const old = await set.primary();
    set.cutOff(old);

    const next = await set.successorOf(old);
    await old.server.cli('SET', 'key', 'lost');

    expect(await roleOf(old)).toBe('master');
    expect(await read(next)).toBeNull();
    await old.door.heal();
    await set.inStep(next);
    expect(await read(old)).toBeNull();
  });

  it('promotes a late replica when there is no other', async () => {
    const [primary, late, other] = set.members as [RedisMember, RedisMember, RedisMember];
    await other.server.cli('CONFIG', 'SET', 'replica-priority', 0);
    primary.door.replicas.blackHole();
    await primary.server.cli('SET', 'key', 'lost');

    await primary.server.kill();
    const next = await set.successorOf(primary);

    expect(next).toBe(late);
    await eventually(async () => (await roleOf(late)) === 'master');
    expect(await read(late)).toBeNull();
  });
});
