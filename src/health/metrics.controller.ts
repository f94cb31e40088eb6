import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Endpoint } from '../http/docs/endpoint.decorator';
import { Metrics } from '../observability/metrics';

@ApiTags('Health')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  /** @returns Everything that this process counts, in the text format of Prometheus. */
  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @Endpoint({
    operationId: 'getMetrics',
    summary: 'Read the metrics of this process',
    description: 'For Prometheus: counters and gauges by route template, never by line.',
    access: 'public',
    returns: 'text/plain',
    answers: { 200: { description: 'Everything that this process counts.' } },
    problems: ['VALIDATION_FAILED'],
  })
  read(): Promise<string> {
    return this.metrics.read();
  }
}
