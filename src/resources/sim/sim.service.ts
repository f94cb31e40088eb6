import { Injectable } from '@nestjs/common';
import { lineDetail } from '../../freebit/calls/account-detail/line-detail';
import type { Sim } from '../../lines/line';
import { LineReads } from '../line-reads';
import type { ReadRequest } from '../read-request.decorator';
import type { SimDto } from './sim.dto';
import { toSim } from './sim.mapper';

@Injectable()
export class SimService {
  constructor(private readonly reads: LineReads) {}

  async get(sim: Sim, request: ReadRequest): Promise<SimDto> {
    return toSim(sim, await this.reads.read(lineDetail, sim, request));
  }
}
