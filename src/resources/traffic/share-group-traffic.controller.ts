import { Get } from '@nestjs/common';
import { trafficInfo } from '../../freebit/operations/traffic-info/traffic-info';
import { ReadCallParam, type ReadCall } from '../../http/read-cache/read-call.decorator';
import { Endpoint } from '../endpoint.decorator';
import { GroupCodeParam, type GroupCode } from '../group-code';
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
    description: 'Kilobytes that the whole group used today. Freebit tells no recent days for groups.',
    scope: 'sims:read',
    returns: ShareGroupTrafficDto,
    freebit: trafficInfo,
    target: 'share_group',
    answers: { 200: { description: 'As Freebit tells it.', examples: shareGroupTrafficExamples } },
  })
  read(
    @GroupCodeParam() groupCode: GroupCode,
    @ReadCallParam() call: ReadCall,
  ): Promise<ShareGroupTrafficDto> {
    return this.traffic.ofShareGroup(groupCode, call);
  }
}
