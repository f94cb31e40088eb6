import { RedisCluster } from './redis-cluster';
import { type RedisMember } from './redis-member';

const read = ({ server }: RedisMember) => server.cli('GET', 'key');

describe('the Redis cluster of the tests', () => {
  let cluster: RedisCluster;

  beforeEach(async () => {
    cluster = await RedisCluster.start();
  });

  afterEach(() => cluster.close());

  async function shard() {
    const { primary, replicas } = await cluster.shardOf('key');
    const [replica] = replicas;
    if (!replica) throw new Error('the shard has no replica');
    return { primary, replica };
  }

  it('can fail over one shard', async () => {
    const { primary, replica } = await shard();
    await primary.server.cli('SET', 'key', 'text');

    await cluster.failOver(replica);

    await replica.server.cli('SET', 'key', 'new');
    await expect(primary.server.cli('SET', 'key', 'late')).rejects.toThrow(/MOVED/);
  });

  it('promotes a late replica when the primary dies', async () => {
    const { primary, replica } = await shard();
    primary.door.replicas.blackHole();
    await primary.server.cli('SET', 'key', 'lost');

    await primary.server.kill();
    await cluster.promotion(replica);

    expect(await read(replica)).toBeNull();
  });

  it('can restart one shard empty, while the others keep their data', async () => {
    const { primary } = await shard();
    const other = await cluster.shardOf('bar');
    await primary.server.cli('SET', 'key', 'text');
    await other.primary.server.cli('SET', 'bar', 'text');

    await primary.server.restartEmpty();

    expect(other.primary === primary).toBe(false);
    expect(await other.primary.server.cli('GET', 'bar')).toBe('text');
    expect(await primary.server.cli('DBSIZE')).toBe(0);
  });
});
