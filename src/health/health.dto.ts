/** The process runs. */
export class LivenessDto {
  /** Always `ok`: no answer is the only other possibility. */
  status!: 'ok';
}

/** Whether the gateway wants requests. */
export class ReadinessDto {
  /**
   * `degraded`: serving, but something that it leans on is down. `draining`: shutting down, send no more requests.
   * `unready`: not fit to serve, because its store may forget writes.
   */
  status!: 'ok' | 'degraded' | 'draining' | 'unready';

  /**
   * What the gateway leans on, by name.
   * @example { "store": "up", "freebit": "up" }
   */
  checks!: Record<string, 'up' | 'down' | 'unfit'>;
}
