import { Controller, Get, HttpStatus, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../http/auth/access.decorator';
import { problemResponses } from '../http/docs/problem-responses.decorator';
import { Draining } from '../http/server/draining';
import { HEALTH_CHECKS, HealthCheck, runChecks } from './health-checks';
import { LivenessDto, ReadinessDto } from './health.dto';

/** What the platform asks. */
@Public()
@ApiTags('Health')
@problemResponses(['VALIDATION_FAILED'])
@Controller('health')
export class HealthController {
  constructor(
    @Inject(HEALTH_CHECKS) private readonly checks: readonly HealthCheck[],
    private readonly draining: Draining,
  ) {}

  @Get('live')
  @ApiOperation({
    summary: 'Tell that the process runs',
    operationId: 'readLiveness',
    description: 'Looks at nothing else: neither Freebit nor the store. Answered under overload, too.',
  })
  live(): LivenessDto {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({
    summary: 'Tell whether the gateway wants requests',
    operationId: 'readReadiness',
    description:
      'For load balancers. An outage of Freebit or of the store is `degraded`, and still 200: reads, or answers that say what is wrong, are better than none.',
  })
  @ApiResponse({
    status: 503,
    type: ReadinessDto,
    description: 'It is shutting down, or its store may forget writes.',
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessDto> {
    const checks = await runChecks(this.checks);
    if (this.draining.begun) {
      reply.status(HttpStatus.SERVICE_UNAVAILABLE);
      return { status: 'draining', checks };
    }
    const results = Object.values(checks);
    if (results.includes('unfit')) {
      reply.status(HttpStatus.SERVICE_UNAVAILABLE);
      return { status: 'unready', checks };
    }
    return { status: results.includes('down') ? 'degraded' : 'ok', checks };
  }
}
