import { Injectable } from '@nestjs/common';

/** The progress of the shutdown, for readiness and the server. */
@Injectable()
export class Draining {
  private phase: 'serving' | 'draining' | 'closing' = 'serving';

  /** From now on readiness fails while requests are still served. */
  begin(): void {
    this.phase = 'draining';
  }

  /** From now on every response closes its connection. */
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
