import { Injectable } from '@nestjs/common';
import { lineDetail } from '../../freebit/operations/account-detail/line-detail';
import { FreebitReads } from '../freebit-reads';
import type { Msisdn } from '../msisdn';
import { sim } from '../target';
import type { SimDto } from './sim.dto';
import { toSim } from './sim.mapper';

@Injectable()
export class SimService {
  constructor(private readonly freebit: FreebitReads) {}

  async get(msisdn: Msisdn): Promise<SimDto> {
    return toSim(msisdn, await this.freebit.read(lineDetail, sim(msisdn)));
  }
}
