/** The process runs. */
export class LivenessDto {
  /** Always `ok`. */
  status!: 'ok';
}

/** Whether the gateway is ready. */
export class ReadinessDto {
  /**
   * `degraded`: serving, but a dependency is down. `draining`: shutting down, send no more requests. `unready`: not fit
   * to serve, because its store may lose records of writes.
   */
  status!: 'ok' | 'degraded' | 'draining' | 'unready';

  /**
   * The dependencies by name: `store`, `store_memory` (`down` for a day after the store has lost data),
   * `store_durability` (whether it may lose acknowledged changes), `store_replicas`, `audit` (whether audit lines can be
   * written), `freebit` (`down` while calls to it fail) and `limits` (`down` while this replica decides alone).
   * @example { "store": "up", "store_memory": "up", "audit": "up", "freebit": "up", "limits": "up" }
   */
  checks!: Record<string, 'up' | 'down' | 'unfit'>;
}
