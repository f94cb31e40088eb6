/** `down` makes the gateway `degraded`, but not unready. `unfit` makes it unready, because serving would do harm. */
export type HealthCheckResult = 'up' | 'down' | 'unfit';

/** A dependency of the gateway. */
export interface HealthCheck {
  readonly name: string;
  check(): Promise<HealthCheckResult>;
}

/** Injection token of the list of checks. */
export const HEALTH_CHECKS = Symbol('HEALTH_CHECKS');

/** A check that takes longer is `down`. In milliseconds. */
const patienceMs = 1_000;

/** Runs all checks in parallel. A check that fails or does not answer in time is `down`. */
export async function runChecks(checks: readonly HealthCheck[]): Promise<Record<string, HealthCheckResult>> {
  const results = await Promise.all(checks.map(async (each) => [each.name, await resultOf(each)] as const));
  return Object.fromEntries(results);
}

async function resultOf(check: HealthCheck): Promise<HealthCheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'down'>((resolve) => {
    timer = setTimeout(() => resolve('down'), patienceMs);
  });
  try {
    return await Promise.race([check.check(), late]);
  } catch {
    return 'down';
  } finally {
    clearTimeout(timer);
  }
}
