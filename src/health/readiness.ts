import { Inject, Injectable } from '@nestjs/common';
import { Draining } from '../http/server/draining';
import { Metrics } from '../observability/metrics';
import { HEALTH_CHECKS, runChecks, type HealthCheck, type HealthCheckResult } from './health-checks';
import type { ReadinessDto } from './health.dto';

/** How long one result of the checks is reused, in milliseconds. */
const LOOK_EVERY_MS = 1_000;

/** Whether the gateway is ready. The checks run at most once a second. */
@Injectable()
export class Readiness {
  private checks: Promise<Record<string, HealthCheckResult>> = Promise.resolve({});
  private lookedAtMs = -Infinity;

  constructor(
    @Inject(HEALTH_CHECKS) private readonly given: readonly HealthCheck[],
    private readonly metrics: Metrics,
    private readonly draining: Draining,
  ) {
    metrics.beforeReading(async () => this.showStore(await this.look()));
  }

  async state(): Promise<ReadinessDto> {
    const checks = await this.look();
    if (this.draining.begun) return { status: 'draining', checks };
    const results = Object.values(checks);
    if (results.includes('unfit')) return { status: 'unready', checks };
    return { status: results.includes('down') ? 'degraded' : 'ok', checks };
  }

  private look(): Promise<Record<string, HealthCheckResult>> {
    const nowMs = performance.now();
    if (nowMs - this.lookedAtMs >= LOOK_EVERY_MS) {
      this.lookedAtMs = nowMs;
      this.checks = runChecks([...this.given, ...ownChecks(this.metrics)]);
    }
    return this.checks;
  }

  private showStore({ store }: Record<string, HealthCheckResult>): void {
    if (store !== undefined) this.metrics.storeUp.set(store === 'up' ? 1 : 0);
  }
}

/** The state of this process itself. */
function ownChecks(metrics: Metrics): HealthCheck[] {
  const shownBy = (name: string, metric: string): HealthCheck => ({
    name,
    check: async () => ((await metrics.value(metric)) === 0 ? 'down' : 'up'),
  });
  return [
    shownBy('audit', 'audit_available'),
    shownBy('freebit', 'freebit_up'),
    { name: 'limits', check: async () => ((await metrics.limitsAreLocal()) ? 'down' : 'up') },
  ];
}

/** The HTTP status of a state: 503 if a load balancer should send no more requests. */
export function statusOf({ status }: ReadinessDto): 200 | 503 {
  return status === 'ok' || status === 'degraded' ? 200 : 503;
}
