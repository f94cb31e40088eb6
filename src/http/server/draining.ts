import { Injectable } from '@nestjs/common';

/** How far the shutdown is: readiness and the server look at it. */
@Injectable()
export class Draining {
  private phase: 'serving' | 'draining' | 'closing' = 'serving';

  /** From now on the gateway says that it is not ready, and goes on serving. */
  begin(): void {
    this.phase = 'draining';
  }

  /** From now on every answer closes its connection. */
  close(): void {
    this.phase = 'closing';
  }

  get begun(): boolean {
    return this.phase !== 'serving';
  }

  get closing(): boolean {
    return this.phase === 'closing';
  }
}
