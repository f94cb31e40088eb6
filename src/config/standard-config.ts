import type { Values } from './variables';

/** The proxies of the environment as URLs, and the hosts that are reached without one, separated by commas. */
export function toProxy(values: Values) {
  return { https: values.HTTPS_PROXY, http: values.HTTP_PROXY, except: values.NO_PROXY };
}

const TRACES = /\/v1\/traces$/;

/** Undefined while tracing is off. */
export function toTracing(values: Values) {
  const tracesUrl = tracesUrlOf(values);
  if (tracesUrl === undefined || values.OTEL_SDK_DISABLED === 'true') return undefined;
  const attributes = values.OTEL_RESOURCE_ATTRIBUTES ?? {};
  return {
    /** `tracesUrl` without `/v1/traces`. */
    endpoint: tracesUrl.replace(TRACES, ''),
    tracesUrl,
    headers: values.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    serviceName: values.OTEL_SERVICE_NAME ?? attributes['service.name'] ?? 'freebit-gateway',
    resourceAttributes: attributes,
    sampler: values.OTEL_TRACES_SAMPLER ?? 'parentbased_always_on',
    /** The share of traces that a sampler by ratio records, 0 to 1. */
    samplerRatio: values.OTEL_TRACES_SAMPLER_ARG ?? 1,
  };
}

function tracesUrlOf(values: Values): string | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: whole } = values;
  return whole ?? (base && `${base.replace(TRACES, '')}/v1/traces`);
}
