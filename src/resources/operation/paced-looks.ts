import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { RememberedWrite } from '../../http/idempotency/write-ledger';
import { PlanChangeSettlement } from '../plan-change-settlement';

/** How long a line is not looked at again for the same operation, in milliseconds. */
const PAUSE_MS = 10_000;
/** One that is forgotten is looked at sooner. */
const REMEMBERED_LOOKS = 10_000;

/** Looks at the line of an unknown write for those who ask, but not as often as they do: each look is asked of Freebit. */
@Injectable()
export class PacedLooks {
  private readonly looking = new Map<string, Promise<RememberedWrite>>();
  private readonly lately = new LRUCache<string, true>({ max: REMEMBERED_LOOKS, ttl: PAUSE_MS });

  constructor(private readonly settlement: PlanChangeSettlement) {}

  /** The write after a look that is under way or due; as it stands when there was one a moment ago. */
  async look(write: RememberedWrite): Promise<RememberedWrite> {
    const { operationId } = write;
    if (!this.settlement.mayShow(write)) return write;
    const underWay = this.looking.get(operationId);
    if (underWay) return await underWay;
    if (this.lately.has(operationId)) return write;
    this.lately.set(operationId, true);
    const look = this.settlement.look(write).finally(() => this.looking.delete(operationId));
    this.looking.set(operationId, look);
    return await look;
  }
}
