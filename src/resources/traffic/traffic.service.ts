import { Injectable } from '@nestjs/common';
import { trafficInfo } from '../../freebit/calls/traffic-info/traffic-info';
import type { ShareGroup, Sim } from '../../lines/line';
import { LineReads } from '../line-reads';
import type { ReadRequest } from '../read-request.decorator';
import type { ShareGroupTrafficDto, SimTrafficDto } from './traffic.dto';
import { toShareGroupTraffic, toSimTraffic } from './traffic.mapper';

@Injectable()
export class TrafficService {
  constructor(private readonly reads: LineReads) {}

  async ofSim(sim: Sim, request: ReadRequest): Promise<SimTrafficDto> {
    return toSimTraffic(sim, await this.reads.read(trafficInfo, sim, request));
  }

  async ofShareGroup(group: ShareGroup, request: ReadRequest): Promise<ShareGroupTrafficDto> {
    return toShareGroupTraffic(group, await this.reads.read(trafficInfo, group, request));
  }
}
