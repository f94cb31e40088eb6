import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Public } from '../http/auth/access.decorator';
import { problemResponses } from '../http/docs/problem-responses.decorator';
import { Metrics } from '../observability/metrics';

@Public()
@ApiTags('Health')
@problemResponses(['VALIDATION_FAILED'])
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  /** @returns Everything that this process counts, in the text format of Prometheus. */
  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiProduces('text/plain')
  @ApiOperation({
    summary: 'Read the metrics of this process',
    operationId: 'readMetrics',
    description: 'For Prometheus: counters and gauges by route template, never by line or caller.',
  })
  read(): Promise<string> {
    return this.metrics.read();
  }
}
