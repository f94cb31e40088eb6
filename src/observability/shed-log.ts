import { Inject, Injectable } from '@nestjs/common';
import { LOGGER } from './logger';
import type { Logger } from './logger';
import { Metrics } from './metrics';

const PERIOD_MS = 1_000;

/**
 * Counts the requests that were shed, and logs the number once a second: a line for each would cost more than the
 * refusal.
 */
@Injectable()
export class ShedLog {
  private readonly untold = new Map<string, number>();

  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  shed(reason: string): void {
    this.metrics.answered({ method: 'none', route: 'none', status: 503, client: 'none' });
    this.metrics.shed.inc({ reason });
    if (this.untold.size === 0) setTimeout(() => this.tell(), PERIOD_MS).unref();
    this.untold.set(reason, (this.untold.get(reason) ?? 0) + 1);
  }

  private tell(): void {
    for (const [reason, count] of this.untold) this.logger.warn({ reason, count }, 'requests shed');
    this.untold.clear();
  }
}
