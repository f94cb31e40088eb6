import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller';
import { CallerLimits } from '../../limits/caller-limits';
import { MoneyLimits } from '../../limits/money-limits';
import { notSent } from '../../writes/write-problems';
import type { MeDto } from './me.dto';
import { toMe } from './me.mapper';

@Injectable()
export class MeService {
  constructor(
    private readonly limits: CallerLimits,
    private readonly money: MoneyLimits,
  ) {}

  /** Throws `IDEMPOTENCY_STORE_UNAVAILABLE` if the used amount of a caller with a daily limit cannot be read. */
  async of(caller: Caller): Promise<MeDto> {
    const [standing, daily] = await Promise.all([
      this.limits.standing(caller),
      this.money.standing(caller).catch((error: unknown) => Promise.reject(notSent(error))),
    ]);
    const inFlight = { limit: this.limits.inFlightOf(caller), remaining: this.limits.placesLeft(caller) };
    return toMe(caller, { quota: this.limits.quotaOf(caller), standing, inFlight, daily });
  }
}
