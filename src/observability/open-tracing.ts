import type { Logger } from './logger';
import type * as otlp from './otlp-tracing';
import type { Tracing, TracingOptions } from './tracing';

/** Null without options: then the library is not even loaded. */
export function openTracing(options: TracingOptions | undefined, logger: Logger): Tracing | null {
  if (options === undefined) return null;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it in any case
  const { OtlpTracing } = require('./otlp-tracing') as typeof otlp;
  return new OtlpTracing(options, logger);
}
