import { Get } from '@nestjs/common';
import { lineDetail } from '../../freebit/operations/account-detail/line-detail';
import { ReadCallParam, type ReadCall } from '../../http/read-cache/read-call.decorator';
import { Endpoint } from '../endpoint.decorator';
import { MsisdnParam, type Msisdn } from '../msisdn';
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
      'Everything Freebit tells about the line: state, plan, card, options and a job that waits. `quotaMb` is the number Freebit gives; its unit and meaning are not confirmed.',
    scope: 'sims:read',
    returns: SimDto,
    freebit: lineDetail,
    target: 'sim',
    answers: { 200: { description: 'As Freebit tells it.', examples: simExamples } },
  })
  read(@MsisdnParam() msisdn: Msisdn, @ReadCallParam() call: ReadCall): Promise<SimDto> {
    return this.sims.get(msisdn, call);
  }
}
