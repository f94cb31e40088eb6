import { Injectable } from '@nestjs/common';
import { lineDetail } from '../../freebit/operations/account-detail/line-detail';
import type { ReadCall } from '../../http/read-cache/read-call.decorator';
import { FreebitReads } from '../freebit-reads';
import type { Msisdn } from '../msisdn';
import { sim } from '../target';
import type { SimDto } from './sim.dto';
import { toSim } from './sim.mapper';

@Injectable()
export class SimService {
  constructor(private readonly freebit: FreebitReads) {}

  async get(msisdn: Msisdn, call: ReadCall): Promise<SimDto> {
    return toSim(msisdn, await this.freebit.read(lineDetail, sim(msisdn), call));
  }
}
