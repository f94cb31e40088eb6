import { Get } from '@nestjs/common';
import { trafficInfo } from '../../freebit/calls/traffic-info/traffic-info';
import { ReadRequestParam, type ReadRequest } from '../read-request.decorator';
import { Endpoint } from '../endpoint.decorator';
import type { ShareGroup } from '../../lines/line';
import { LineParam } from '../../access/request-line';
import { ShareGroupResource } from '../resource.decorator';
import { ShareGroupTrafficDto } from './traffic.dto';
import { shareGroupTrafficExamples } from './traffic-examples';
import { TrafficService } from './traffic.service';

@ShareGroupResource('traffic')
export class ShareGroupTrafficController {
  constructor(private readonly traffic: TrafficService) {}

  @Get()
  @Endpoint({
    summary: 'Read the traffic of a share group',
    description: 'Kilobytes that the whole group used today. Freebit gives no recent days for groups.',
    scope: 'sims:read',
    returns: ShareGroupTrafficDto,
    freebit: trafficInfo,
    target: 'share_group',
    answers: { 200: { description: 'As Freebit reports it.', examples: shareGroupTrafficExamples } },
  })
  read(
    @LineParam() group: ShareGroup,
    @ReadRequestParam() request: ReadRequest,
  ): Promise<ShareGroupTrafficDto> {
    return this.traffic.ofShareGroup(group, request);
  }
}
