import { toConfig } from './config';
import { readEnvironment, type Environment } from './environment';

const configOf = (environment: Environment) =>
  toConfig(readEnvironment({ FREEBIT_OEM_ID: 'oem', FREEBIT_OEM_KEY: 'key', ...environment }));

describe('the parts of the configuration', () => {
  it('identify the contract by host and OEM id', () => {
    expect(configOf({ FREEBIT_BASE_URL: 'https://I1.mvno.net:8443/emptool/api/' }).contract).toBe(
      'i1.mvno.net:8443|oem',
    );
  });

  it('have the encoding of each call', () => {
    const { freebit } = configOf({ FREEBIT_BODY_ENCODING: 'multipart,traffic=json' });

    expect(freebit.bodyEncoding).toBe('multipart');
    expect(freebit.bodyEncodings).toMatchObject({ 'PA05-01': 'json', 'PA05-21': 'multipart' });
  });

  it('have writes on by default, and a key as the policy requires', () => {
    expect(configOf({}).writes).toMatchObject({
      enabled: true,
      keyPolicy: 'required',
      quotaReference: 'caller',
    });
    expect(
      configOf({ WRITES: 'off', IDEMPOTENCY_KEY_POLICY: 'uuidv7', QUOTA_REFERENCE: 'operation' }).writes,
    ).toMatchObject({ enabled: false, keyPolicy: 'uuidv7', quotaReference: 'operation' });
  });

  it.each([
    [{}, undefined],
    [{ REDIS_WAIT_REPLICAS: '0' }, 0],
    [{ REDIS_WAIT_REPLICAS: '2' }, 2],
    [{ REDIS_WAIT_REPLICAS: 'durable' }, 'durable'],
  ])('wait for replicas as set by %j', (environment, expected) => {
    expect(configOf(environment).store.waitReplicas).toBe(expected);
  });

  it('limit traffic and other reads of lines separately', () => {
    expect(configOf({}).limits.lines).toEqual({ most: 60, mostOther: 600, windowMs: 600_000 });
  });

  it('limit no requests in flight if overload control is off', () => {
    expect(configOf({}).http.overload).toEqual({ inFlight: 200, delayMs: 10 });
    expect(configOf({ OVERLOAD_DELAY_MS: '0' }).http.overload).toEqual({ inFlight: 0, delayMs: 0 });
  });

  it('take a proxy from variables in lower or upper case, lower first, for Freebit and the issuer', () => {
    const { freebit, access } = configOf({
      HTTPS_PROXY: 'http://upper:1',
      https_proxy: 'http://lower:1',
      HTTP_PROXY: 'http://upper:2',
      no_proxy: 'localhost',
    });

    expect(freebit.proxy).toEqual({ https: 'http://lower:1', http: 'http://upper:2', except: 'localhost' });
    expect(access.proxy).toEqual(freebit.proxy);
  });

  it('have no proxy, prefix, certificate or management port by default', () => {
    const { freebit, http } = configOf({});

    expect(freebit.proxy).toEqual({ https: undefined, http: undefined, except: undefined });
    expect(freebit.clientCertificate).toBeUndefined();
    expect([http.publicBasePath, http.managementPort]).toEqual(['', undefined]);
  });
});

describe('traces', () => {
  const tracingOf = (environment: Environment) => configOf(environment).tracing;
  const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://collector:4318';

  it.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT }, 'http://collector:4318/v1/traces'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/v1/traces' }, 'http://collector:4318/v1/traces'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector/otlp/' }, 'http://collector/otlp/v1/traces'],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector/in' }, 'http://collector/in'],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://other/in' },
      'http://other/in',
    ],
  ])('with %j are sent to %s', (environment, url) => {
    expect(tracingOf(environment)?.tracesUrl).toBe(url);
  });

  it('are off without an endpoint, or when they are switched off', () => {
    expect(tracingOf({ OTEL_SERVICE_NAME: 'x' })).toBeUndefined();
    expect(tracingOf({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SDK_DISABLED: 'true' })).toBeUndefined();
  });

  it('follow the standard variables', () => {
    const tracing = tracingOf({
      OTEL_EXPORTER_OTLP_ENDPOINT,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc, x-scope = a=b,',
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=from-attributes,deployment.environment.name=staging',
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
    });

    expect(tracing).toMatchObject({
      headers: { authorization: 'Bearer abc', 'x-scope': 'a=b' },
      serviceName: 'from-attributes',
      resourceAttributes: { 'deployment.environment.name': 'staging' },
      sampler: 'parentbased_traceidratio',
      samplerRatio: 0.25,
    });
    expect(tracingOf({ OTEL_EXPORTER_OTLP_ENDPOINT })).toMatchObject({
      serviceName: 'freebit-gateway',
      sampler: 'parentbased_always_on',
      samplerRatio: 1,
    });
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'hush' }, 'must be pairs such as name=value, separated by commas'],
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'a=%zz' }, 'must be pairs such as name=value, separated by commas'],
    [{ OTEL_TRACES_SAMPLER_ARG: '1.5' }, 'must be a number from 0 to 1'],
    [{ OTEL_TRACES_SAMPLER: 'jaeger_remote' }, 'must be one of always_on, always_off'],
  ])('are refused with %j', (environment, problem) => {
    expect(() => configOf(environment)).toThrow(`${Object.keys(environment).join()} ${problem}`);
  });
});
