import { Get } from '@nestjs/common';
import { lineDetail } from '../../freebit/calls/account-detail/line-detail';
import { ReadRequestParam, type ReadRequest } from '../read-request.decorator';
import { Endpoint } from '../endpoint.decorator';
import type { Sim } from '../../lines/line';
import { LineParam } from '../../access/request-line';
import { SimResource } from '../resource.decorator';
import { SimDto } from './sim.dto';
import { simExamples } from './sim-examples';
import { SimService } from './sim.service';

@SimResource()
export class SimController {
  constructor(private readonly sims: SimService) {}

  @Get()
  @Endpoint({
    summary: 'Read a SIM',
    description:
      'Everything that Freebit says about the line: state, plan, card, options and a scheduled job. The unit and meaning of `quotaMb` are not confirmed by Freebit.',
    scope: 'sims:read',
    returns: SimDto,
    freebit: lineDetail,
    target: 'sim',
    answers: { 200: { description: 'As Freebit reports it.', examples: simExamples } },
  })
  read(@LineParam() sim: Sim, @ReadRequestParam() request: ReadRequest): Promise<SimDto> {
    return this.sims.get(sim, request);
  }
}
