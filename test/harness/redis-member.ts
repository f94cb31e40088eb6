import { freePort } from './free-port';
import { RedisDoor } from './redis-door';
import { RedisServer } from './redis-server';

/** One of several redis-servers, and the door through which everything but the test reaches it. */
export interface RedisMember {
  readonly server: RedisServer;
  readonly door: RedisDoor;
}

/** How many ports are tried: one may be taken meanwhile, or its cluster bus port may be in use. */
const PORTS = 10;

/** Starts one that syncs every write to disk, with further arguments that may name its door. */
export async function startMember(toArgs: (door: RedisDoor) => readonly string[]): Promise<RedisMember> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const door = await RedisDoor.start(port);
    const args = [...toArgs(door), '--repl-diskless-sync-delay', '0'];
    try {
      return { door, server: await RedisServer.start({ port, appendonly: true, args }) };
    } catch (error) {
      await door.close();
      if (attempt === PORTS) throw error;
    }
  }
}

export async function closeMembers(members: readonly RedisMember[]): Promise<void> {
  await Promise.all(members.map(({ door }) => door.close()));
  await Promise.all(members.map(({ server }) => server.close()));
}

/** The fields of `INFO replication`; empty if the server does not answer. */
export async function replicationOf({ server }: RedisMember): Promise<Record<string, string | undefined>> {
  const lines = String(await server.cli('INFO', 'replication').catch(() => '')).split('\r\n');
  return Object.fromEntries(lines.map((line) => line.split(':', 2) as [string, string]));
}

/** Whether a member follows this primary and has all of its writes. */
export async function isInStep(member: RedisMember, primary: RedisMember): Promise<boolean> {
  const { role, master_repl_offset: written = NaN } = await replicationOf(primary);
  const replica = await replicationOf(member);
  const isLinked = replica.master_link_status === 'up' && Number(replica.master_port) === primary.door.port;
  return role === 'master' && isLinked && Number(replica.slave_repl_offset) >= Number(written);
}
