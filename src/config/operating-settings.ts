import { choice, integer, oneOf, optional } from './setting';
import { parseCollectorUrl } from './web-address';

/** What the operator sees of the gateway, and how it ends. */
export const operatingSettings = {
  DOCS: optional(
    oneOf(
      'Swagger UI and the description under /docs: for everybody, for known callers, or not at all. Unset: on, and off in production.',
      ['on', 'auth', 'off'],
    ),
  ),
  LOG_LEVEL: choice(
    'Least severe log line that is written.',
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace'],
    'info',
  ),
  SHUTDOWN_DRAIN_SECONDS: integer(
    'How long the gateway goes on serving after SIGTERM, not ready any more.',
    5,
    { min: 0, max: 300 },
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional({
    about:
      'Where traces are sent: a collector that takes OTLP over HTTP, without `/v1/traces`. Unset: nothing is traced.',
    parse: parseCollectorUrl,
  }),
} as const;
