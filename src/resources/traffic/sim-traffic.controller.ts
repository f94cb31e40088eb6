import { Get } from '@nestjs/common';
import { trafficInfo } from '../../freebit/operations/traffic-info/traffic-info';
import { ReadCallParam, type ReadCall } from '../../http/read-cache/read-call.decorator';
import { Endpoint } from '../endpoint.decorator';
import { MsisdnParam, type Msisdn } from '../msisdn';
import { SimResource } from '../resource.decorator';
import { SimTrafficDto } from './traffic.dto';
import { simTrafficExamples } from './traffic-examples';
import { TrafficService } from './traffic.service';

@SimResource('traffic')
export class SimTrafficController {
  constructor(private readonly traffic: TrafficService) {}

  @Get()
  @Endpoint({
    summary: 'Read the traffic of a SIM',
    description:
      'Kilobytes used today and on recent days. Not available for a SIM without plan or inside a share group. Freebit forbids using this to read many SIMs one after the other: ask Freebit for its CSV export instead.',
    scope: 'sims:read',
    returns: SimTrafficDto,
    freebit: trafficInfo,
    target: 'sim',
    answers: { 200: { description: 'As Freebit tells it.', examples: simTrafficExamples } },
  })
  read(@MsisdnParam() msisdn: Msisdn, @ReadCallParam() call: ReadCall): Promise<SimTrafficDto> {
    return this.traffic.ofSim(msisdn, call);
  }
}
