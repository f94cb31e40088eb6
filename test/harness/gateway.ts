import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DestinationStream } from 'pino';
import request from 'supertest';
import type TestAgent from 'supertest/lib/agent';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { toConfig, type Config } from '../../src/config/config';
import { readEnvironment, type Environment } from '../../src/config/environment';
import { createApp } from '../../src/create-app';
import { AuditLog } from '../../src/observability/audit-log';
import { createLogger, type LogLevel } from '../../src/observability/logger';
import type { Logs } from '../../src/observability/logs';
import { CACHE_OFF } from './caching';
import { NO_LIMITS } from './no-limits';
import { OpenApiContract } from './openapi-contract';
import { keyOf, TEST_CLIENTS } from './test-client';

const contract = new OpenApiContract();

/** Values that are not settings for operators, but differ in tests. */
interface Constants {
  /** Retries per hundred reads. */
  readonly retryPercent?: number;
  /** Requests in flight above which further ones are refused. */
  readonly requestsInFlight?: number;
}

/** The whole gateway in this process, in front of a simulator. Every answer is checked against `openapi.json`. */
export class Gateway {
  private readonly violations: string[] = [];

  private constructor(
    readonly freebit: Simulator,
    readonly app: NestFastifyApplication,
    readonly url: string,
  ) {}

  /** `FREEBIT_BASE_URL` in the environment replaces the simulator. */
  static async start(
    environment: Environment = {},
    log?: DestinationStream,
    constants: Constants = {},
  ): Promise<Gateway> {
    const freebit = await startSimulator();
    const values = readEnvironment({
      ...NO_LIMITS,
      FREEBIT_BASE_URL: freebit.url,
      FREEBIT_OEM_ID: 'sandbox-oem',
      FREEBIT_OEM_KEY: 'sandbox-oem-key',
      LOG_LEVEL: 'fatal',
      DOCS: 'off',
      API_CLIENTS: TEST_CLIENTS,
      // Most tests are not about keys; those that are set the default policy.
      IDEMPOTENCY_KEY_POLICY: 'optional',
      ...CACHE_OFF,
      ...environment,
    });
    const config = withConstants(toConfig(values), constants);
    const app = await createApp(config, logsTo(config.log.level, log));
    await app.listen(0, '127.0.0.1');
    return new Gateway(freebit, app, await app.getUrl());
  }

  /** A new agent with the tester's key, whose answers are checked against the description. */
  get http(): TestAgent {
    return this.stranger.set(keyOf());
  }

  /** The same without a key. */
  get stranger(): TestAgent {
    return request.agent(this.url).use((test: request.Test) => {
      test.on('response', (response: request.Response) => this.observe(response));
    });
  }

  /** Resets the simulator; throws if an answer since the last reset was not as documented. */
  reset(): void {
    this.freebit.reset();
    this.expectNoViolations();
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.freebit.close();
    this.expectNoViolations();
  }

  private observe(response: request.Response): void {
    const { method, path } = requestOf(response);
    if (method === 'HEAD' || !response.type.includes('json')) return;
    const { status, body } = response;
    this.violations.push(...contract.violations({ method, path, status, contentType: response.type, body }));
  }

  private expectNoViolations(): void {
    const found = this.violations.splice(0);
    if (found.length > 0) throw new Error(`Answers unlike openapi.json:\n${[...new Set(found)].join('\n')}`);
  }
}

/** Most tests count calls to Freebit, so failed reads are not retried by default. */
function withConstants(config: Config, { retryPercent = 0, requestsInFlight }: Constants): Config {
  const { freebit, http } = config;
  const { inFlight, delayMs } = http.overload;
  return {
    ...config,
    freebit: { ...freebit, protection: { ...freebit.protection, retryPercent } },
    http: { ...http, overload: { inFlight: requestsInFlight ?? inFlight, delayMs } },
  };
}

/** Without a destination nothing is logged: the audit log would appear between the output of the tests. */
function logsTo(level: LogLevel, log?: DestinationStream): Logs {
  const audit = new AuditLog((line) => Promise.resolve(log?.write(line)));
  return { logger: createLogger(level, log ?? { write: () => undefined }), audit };
}

function requestOf(response: request.Response): { method: string; path: string } {
  const { method, path } = (response as unknown as { req: { method: string; path: string } }).req;
  return { method, path };
}
