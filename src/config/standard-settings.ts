import { oneOf, optional, readBy, text, type Setting } from './setting';
import { parseCollectorUrl, parseProxyUrl } from './web-address';

const PROXY = readBy('a URL such as http://proxy:3128', parseProxyUrl);
const PAIRS = readBy('pairs such as name=value, separated by commas', parsePairs);
const COLLECTOR = readBy('an https:// or http:// URL', parseCollectorUrl);

const proxySettings = {
  HTTPS_PROXY: optional(PROXY, {
    meaning: "Proxy through which Freebit and the issuer's keys are reached over `https://`.",
    secret: true,
    unset: 'no proxy',
    example: 'http://proxy.internal:3128',
  }),
  HTTP_PROXY: optional(PROXY, {
    meaning: 'The same for `http://`.',
    secret: true,
    unset: 'no proxy',
    example: 'http://proxy.internal:3128',
  }),
  NO_PROXY: optional(text(/^[\x20-\x7e]*$/, 'hosts, separated by commas'), {
    meaning: 'Hosts that are reached without a proxy.',
    unset: 'none',
    example: 'localhost,.internal',
  }),
} as const;

const tracingSettings = {
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(COLLECTOR, {
    meaning: 'Collector of traces for OTLP over HTTP, with or without `/v1/traces`.',
    unset: 'nothing is traced',
    example: 'http://otel-collector:4318',
  }),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: optional(COLLECTOR, {
    meaning: 'The whole URL for traces, used unchanged. Takes precedence over the endpoint above.',
    unset: 'made from the endpoint above',
    example: 'http://otel-collector:4318/v1/traces',
  }),
  OTEL_EXPORTER_OTLP_HEADERS: optional(PAIRS, {
    meaning: 'Headers of requests to the collector.',
    secret: true,
    unset: 'none',
    example: 'authorization=Bearer%20abc',
  }),
  OTEL_SERVICE_NAME: optional(text(/^[\x20-\x7e]{1,256}$/, '1-256 printable ASCII characters'), {
    meaning: 'Name of this service in traces.',
    unset: '`service.name` of `OTEL_RESOURCE_ATTRIBUTES`, else `freebit-gateway`',
    example: 'freebit-gateway',
  }),
  OTEL_RESOURCE_ATTRIBUTES: optional(PAIRS, {
    meaning: 'Attributes of this service in traces.',
    unset: 'none',
    example: 'deployment.environment.name=staging',
  }),
  OTEL_SDK_DISABLED: optional(oneOf('true', 'false'), {
    meaning: 'Switches traces off.',
    unset: '`false`',
    example: 'false',
  }),
  OTEL_TRACES_SAMPLER: optional(
    oneOf(
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ),
    {
      meaning: 'Which traces are recorded.',
      unset: '`parentbased_always_on`',
      example: 'parentbased_traceidratio',
    },
  ),
  OTEL_TRACES_SAMPLER_ARG: optional(readBy('a number from 0 to 1', parseRatio), {
    meaning: 'The share of traces that a sampler with `traceidratio` records.',
    unset: '`1`',
    example: '0.1',
  }),
} as const;

/** Standard variables of many programs, with their usual meaning. They do not count among our settings. */
export const standardSettings = { ...proxySettings, ...tracingSettings } as const;

/**
 * The same, as the documents show them.
 * @public scripts/settings.mjs reads them from the build.
 */
export const standardGroups: readonly {
  title: string;
  settings: Readonly<Record<string, Setting<unknown>>>;
}[] = [
  { title: 'Proxy', settings: proxySettings },
  { title: 'Traces', settings: tracingSettings },
];

/** Variables that also work in lower case, which takes precedence, as in curl. */
export const lowerCaseToo: readonly string[] = Object.keys(proxySettings);

/** `name=value` pairs, percent-encoded, as OpenTelemetry writes lists of them. */
function parsePairs(value: string): Readonly<Record<string, string>> {
  const parts = value.split(',').filter((part) => part.trim() !== '');
  const pairs = parts.map((pair) => {
    const [, name = '', content = ''] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
    return [name, decode(content)] as const;
  });
  if (pairs.every(([name, content]) => name !== '' && content !== undefined)) {
    return Object.fromEntries(pairs) as Record<string, string>;
  }
  throw new Error('must be pairs such as name=value, separated by commas');
}

function decode(content: string): string | undefined {
  try {
    return decodeURIComponent(content);
  } catch {
    return undefined;
  }
}

function parseRatio(value: string): number {
  const ratio = /^\d{1,3}(\.\d{1,17})?$/.test(value) ? Number(value) : NaN;
  if (ratio >= 0 && ratio <= 1) return ratio;
  throw new Error('must be a number from 0 to 1');
}
