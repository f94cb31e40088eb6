import { Injectable } from '@nestjs/common';
import { trafficInfo } from '../../freebit/operations/traffic-info/traffic-info';
import type { ReadCall } from '../../http/read-cache/read-call.decorator';
import { FreebitReads } from '../freebit-reads';
import type { GroupCode } from '../group-code';
import type { Msisdn } from '../msisdn';
import { shareGroup, sim } from '../target';
import type { ShareGroupTrafficDto, SimTrafficDto } from './traffic.dto';
import { toShareGroupTraffic, toSimTraffic } from './traffic.mapper';

@Injectable()
export class TrafficService {
  constructor(private readonly freebit: FreebitReads) {}

  async ofSim(msisdn: Msisdn, call: ReadCall): Promise<SimTrafficDto> {
    return toSimTraffic(msisdn, await this.freebit.read(trafficInfo, sim(msisdn), call));
  }

  async ofShareGroup(groupCode: GroupCode, call: ReadCall): Promise<ShareGroupTrafficDto> {
    return toShareGroupTraffic(groupCode, await this.freebit.read(trafficInfo, shareGroup(groupCode), call));
  }
}
