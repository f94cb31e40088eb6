import { Controller, Get, Head, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/access.decorator';
import { Endpoint } from '../http/docs/endpoint.decorator';
import { LivenessDto, ReadinessDto } from './health.dto';
import { Readiness, statusOf } from './readiness';

/** Liveness and readiness probes. */
@ApiTags('Health')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @Endpoint({
    operationId: 'getLiveness',
    summary: 'Liveness',
    description: 'Does not check Freebit or the store. Also answered under overload.',
    access: 'public',
    returns: LivenessDto,
    answers: { 200: { description: 'The process runs.' } },
    problems: ['VALIDATION_FAILED'],
  })
  live(): LivenessDto {
    return { status: 'ok' };
  }

  @Get('ready')
  @Endpoint({
    operationId: 'getReadiness',
    summary: 'Readiness',
    description:
      'For load balancers. `degraded` is still 200: a dependency in `checks` is down, but the gateway can still answer reads or precise errors. The checks run at most once a second.',
    access: 'public',
    returns: ReadinessDto,
    answers: {
      200: { description: 'It is ready, perhaps degraded.' },
      503: { description: 'It is shutting down, or its store may lose records of writes.' },
    },
    problems: ['VALIDATION_FAILED'],
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessDto> {
    const state = await this.readiness.state();
    reply.status(statusOf(state));
    return state;
  }

  @Head('live')
  @Public()
  @ApiExcludeEndpoint()
  headOfLive(): LivenessDto {
    return this.live();
  }

  @Head('ready')
  @Public()
  @ApiExcludeEndpoint()
  headOfReady(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessDto> {
    return this.ready(reply);
  }
}
