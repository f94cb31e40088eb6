import { AsyncLocalStorage } from 'node:async_hooks';
import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import type { Logger } from './logger';
import { maskRequestId } from './request-id';
import { ReportedExporter } from './reported-exporter';
import { callersSpan } from './traceparent';
import type { FreebitCallFacts, RequestFacts, RequestSpan, Tracing, TracingOptions } from './tracing';

/** Spans that wait for a slow collector; further ones are dropped. */
const BATCHES = { maxQueueSize: 2_048, maxExportBatchSize: 512, scheduledDelayMillis: 1_000 };
const EXPORT_TIMEOUT_MS = 5_000;
const CLOSE_PATIENCE_MS = 3_000;

/** Spans created by hand, so that each holds exactly what this file sets; sent as OTLP in JSON. */
export class OtlpTracing implements Tracing {
  /** Ours, and not the library's global one, so that two gateways in one process do not mix. */
  private readonly current = new AsyncLocalStorage<Context | undefined>();
  private readonly provider: TracerProvider;
  private readonly tracer: Tracer;

  constructor(options: TracingOptions, logger: Logger) {
    const exporter = new OTLPTraceExporter({
      url: options.tracesUrl ?? `${options.endpoint.replace(/\/v1\/traces$/, '')}/v1/traces`,
      headers: { ...options.headers },
      timeoutMillis: EXPORT_TIMEOUT_MS,
      concurrencyLimit: 8,
    });
    const outside = (tell: () => void) => this.current.run(undefined, tell);
    this.provider = new TracerProvider({
      resource: resourceFromAttributes({
        ...options.resourceAttributes,
        'service.name':
          options.serviceName ?? options.resourceAttributes?.['service.name'] ?? 'freebit-gateway',
      }),
      sampler: samplerOf(options),
      spanProcessors: [
        new BatchSpanProcessor({
          ...BATCHES,
          exporter: new ReportedExporter(exporter, logger, outside),
          exportTimeoutMillis: 2 * EXPORT_TIMEOUT_MS,
        }),
      ],
    });
    this.tracer = this.provider.getTracer('freebit-gateway');
  }

  begin(method: string, traceparent: string | undefined): RequestSpan {
    const remote = callersSpan(traceparent);
    const span = this.tracer.startSpan(
      method,
      { kind: SpanKind.SERVER, attributes: { 'http.request.method': method } },
      remote ? trace.setSpanContext(ROOT_CONTEXT, { ...remote, isRemote: true }) : ROOT_CONTEXT,
    );
    const context = trace.setSpan(ROOT_CONTEXT, span);
    return {
      run: (work) => this.current.run(context, work),
      end: (facts) => endRequest(span, method, facts),
    };
  }

  freebitCall({ document, result, isFault, attempt, ms }: FreebitCallFacts): void {
    const endTime = Date.now();
    const attributes = { 'freebit.document': document, 'freebit.result': result, 'freebit.attempt': attempt };
    const span = this.tracer.startSpan(
      `Freebit ${document}`,
      { kind: SpanKind.CLIENT, startTime: endTime - ms, attributes },
      this.current.getStore() ?? ROOT_CONTEXT,
    );
    if (isFault) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(endTime);
  }

  traceId(): string | undefined {
    const context = this.current.getStore();
    return context && trace.getSpanContext(context)?.traceId;
  }

  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_PATIENCE_MS);
    });
    await Promise.race([this.provider.shutdown().catch(() => undefined), late]).finally(() => {
      clearTimeout(timer);
    });
  }
}

/** The samplers of the specification by their names. A caller that records its trace is followed by those with `parentbased`. */
function samplerOf({ sampler = 'parentbased_always_on', samplerRatio = 1 }: TracingOptions): Sampler {
  const [, parentBased, name = ''] = /^(parentbased_)?(.+)$/.exec(sampler) ?? [];
  const roots: Partial<Record<string, Sampler>> = {
    always_off: new AlwaysOffSampler(),
    traceidratio: new TraceIdRatioBasedSampler(samplerRatio),
  };
  const root = roots[name] ?? new AlwaysOnSampler();
  return parentBased ? new ParentBasedSampler({ root }) : root;
}

function endRequest(span: Span, method: string, { route, status, code, requestId }: RequestFacts): void {
  if (route !== undefined) {
    span.updateName(`${method} ${route}`);
    span.setAttribute('http.route', route);
  }
  span.setAttributes({ 'http.response.status_code': status, 'request.id': maskRequestId(requestId) });
  if (code !== undefined) span.setAttribute('problem.code', code);
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
