import { toConfig, type Config } from '../config/config';
import { ConfigurationError, readEnvironment, type Environment } from '../config/environment';
import { fail, ok, warn, type Tell } from './check';
import { FreebitChecks } from './freebit-checks';
import { checkNetwork } from './network';
import type { DoctorOptions } from './options';
import { Probe } from './probe';
import { compareProfiles, writeProfile } from './profile';
import { checkRedis } from './redis';
import { writeRequests } from './write-requests';

/** Makes all checks that are possible, one after the other. */
export async function examine(environment: Environment, options: DoctorOptions, tell: Tell): Promise<void> {
  const config = checkSettings(environment, tell);
  if (config === null) return;
  await checkRedis(config.store, tell);
  if (!(await checkNetwork(config.freebit, tell))) return;
  const checks = new FreebitChecks(config.freebit, new Probe(config.freebit), options, tell);
  await checks.run();
  writeRequests(config.freebit, options.sim, (call) => checks.wayOf(call)).forEach(tell);
  if (options.compare !== undefined) tell(compareProfiles(options.compare, checks.profile));
  if (options.profile !== undefined) keep(options.profile, checks, tell);
}

function checkSettings(environment: Environment, tell: Tell): Config | null {
  try {
    const config = toConfig(readEnvironment(environment));
    tell(ok('settings', 'valid'));
    if (config.writes.enabled) tell(warn('writes', 'on', 'WRITES=off until reads are known to work'));
    return config;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    for (const problem of error.problems) {
      const [setting = '', ...words] = problem.split(' ');
      tell(fail('settings', `${setting} ${words.join(' ')}`, setting));
    }
    return null;
  }
}

function keep(file: string, { profile }: FreebitChecks, tell: Tell): void {
  const name = 'profile';
  if (Object.keys(profile.calls).length === 0) {
    tell(warn(name, 'no call was answered, so none is written'));
    return;
  }
  try {
    writeProfile(file, profile);
    tell(ok(name, 'written: names, types, lengths and shapes, no values'));
  } catch {
    tell(fail(name, 'the file cannot be written', '--profile'));
  }
}
