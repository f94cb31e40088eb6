import { Injectable } from '@nestjs/common';
import { trafficInfo } from '../../freebit/operations/traffic-info/traffic-info';
import { FreebitReads } from '../freebit-reads';
import type { GroupCode } from '../group-code';
import type { Msisdn } from '../msisdn';
import { shareGroup, sim } from '../target';
import type { ShareGroupTrafficDto, SimTrafficDto } from './traffic.dto';
import { toShareGroupTraffic, toSimTraffic } from './traffic.mapper';

@Injectable()
export class TrafficService {
  constructor(private readonly freebit: FreebitReads) {}

  async ofSim(msisdn: Msisdn): Promise<SimTrafficDto> {
    return toSimTraffic(msisdn, await this.freebit.read(trafficInfo, sim(msisdn)));
  }

  async ofShareGroup(groupCode: GroupCode): Promise<ShareGroupTrafficDto> {
    return toShareGroupTraffic(groupCode, await this.freebit.read(trafficInfo, shareGroup(groupCode)));
  }
}
