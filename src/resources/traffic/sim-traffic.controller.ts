import { Get } from '@nestjs/common';
import { trafficInfo } from '../../freebit/calls/traffic-info/traffic-info';
import { ReadRequestParam, type ReadRequest } from '../read-request.decorator';
import { Endpoint } from '../endpoint.decorator';
import type { Sim } from '../../lines/line';
import { LineParam } from '../../access/request-line';
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
    answers: { 200: { description: 'As Freebit reports it.', examples: simTrafficExamples } },
  })
  read(@LineParam() sim: Sim, @ReadRequestParam() request: ReadRequest): Promise<SimTrafficDto> {
    return this.traffic.ofSim(sim, request);
  }
}
