import { Controller, Get, Module, Param, Post, SetMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, Min, ValidateNested } from 'class-validator';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { parseApiClients } from '../../src/config/api-clients';
import { HealthModule } from '../../src/health/health.module';
import { ACCESS, type Access } from '../../src/http/docs/endpoint-access';
import { createOpenApiDocument } from '../../src/http/docs/openapi-document';
import { Endpoint } from '../../src/http/docs/endpoint.decorator';
import { setupDocs } from '../../src/http/docs/setup-docs';
import { AccessControl } from '../../src/access/access-control';
import { AuthModule } from '../../src/access/auth.module';
import { HttpModule } from '../../src/http/http.module';
import { JsonBody } from '../../src/http/json-body/json-body.decorator';
import { ProblemError } from '../../src/http/problems/problem-error';
import { createFastifyAdapter, type HttpLimits } from '../../src/http/server/fastify.adapter';
import { configureHttp } from '../../src/http/server/hooks';
import { LimitsModule, type LimitsOptions } from '../../src/limits/limits.module';
import { RequestGate } from '../../src/limits/request-gate';
import { LinesModule } from '../../src/lines/lines.module';
import { AuditLog } from '../../src/observability/audit-log';
import { createLogger } from '../../src/observability/logger';
import { ObservabilityModule } from '../../src/observability/observability.module';
import { StoreModule } from '../../src/store/store.module';
import { KEY_LINE, TEST_CLIENTS } from '../harness/test-client';

class ProbeNote {
  @IsString()
  text!: string;
}

class ProbeAddition {
  @IsInt()
  @Min(1)
  @Max(512_000)
  amountMb!: number;

  @IsOptional()
  @Matches(/^[\x21-\x7e]{1,16}$/)
  reference?: string;

  @IsOptional()
  @Matches(/^2/, { context: { code: 'not_a_calendar_day' } })
  expiresOn?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => ProbeNote)
  note?: ProbeNote;
}

const NO_CALLER_LIMITS: LimitsOptions = {
  callerRate: { perSecond: 0, burst: 1 },
  callerInFlight: 10_000,
  lines: { most: 0, mostOther: 0, windowMs: 1 },
  ...{ replicas: 1, secret: 's', contract: 'c' },
};

const ONLY_KEYS = {
  clientsFile: undefined,
  issuer: undefined,
  proxy: { https: undefined, http: undefined, except: undefined },
};

/** Resolves when the slow route may finish. */
export const slowRoute: { end: () => Promise<unknown> } = { end: () => wait(400) };

/** Routes like those of the resources, with nothing behind them. */
@SetMetadata<string, Access>(ACCESS, 'sims:read')
@Controller('sims/:msisdn')
class ProbeController {
  @Get()
  @Endpoint({
    summary: 'Read',
    description: 'Reads.',
    access: 'sims:read',
    returns: ProbeNote,
    answers: { 200: { description: 'Read.' } },
    problems: ['SIM_NOT_FOUND', 'UPSTREAM_UNAVAILABLE'],
  })
  read(@Param('msisdn') msisdn: string): { length: number } {
    return { length: msisdn.length };
  }

  @Post('quota')
  @Endpoint({
    summary: 'Add',
    description: 'Adds.',
    access: 'sims:read',
    returns: ProbeNote,
    answers: { 201: { description: 'Added.' } },
    problems: ['OUTCOME_UNKNOWN', 'OPERATION_IN_PROGRESS'],
  })
  add(@JsonBody() addition: ProbeAddition): ProbeAddition {
    return addition;
  }

  @Get('slow')
  async slow(): Promise<{ done: boolean }> {
    await slowRoute.end();
    return { done: true };
  }

  @Get('bug')
  bug(@Param('msisdn') msisdn: string): never {
    throw new TypeError(`secret of ${msisdn}`);
  }

  @Post('bug')
  bugInWrite(): never {
    throw new Error('secret');
  }

  @Post('busy')
  busy(): never {
    throw new ProblemError('OPERATION_IN_PROGRESS', { upstream: { api: 'PA05-21', resultCode: '230' } });
  }
}

export interface ProbeApp {
  readonly app: NestFastifyApplication;
  readonly port: number;
  readonly log: Record<string, unknown>[];
  raw(request: string | Buffer): Promise<string>;
  close(): Promise<void>;
}

/** The HTTP layer over routes that only exist for tests, listening on a free port. */
export async function startProbe(
  limits: Partial<HttpLimits> = {},
  callerLimits: Partial<LimitsOptions> = {},
): Promise<ProbeApp> {
  const log: Record<string, unknown>[] = [];
  const lines = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log.push(JSON.parse(chunk.toString()));
      done();
    },
  });

  @Module({
    imports: [
      ObservabilityModule.register(
        { logger: createLogger('info', lines), audit: new AuditLog(async () => undefined) },
        null,
      ),
      AuthModule.forRoot({ ...ONLY_KEYS, clients: parseApiClients(TEST_CLIENTS), secret: 's' }),
      StoreModule.forRoot({ keyPrefix: '', replicas: 1, contract: 'c', secret: 's' }),
      LinesModule.forRoot('s', 'c'),
      LimitsModule.forRoot({ ...NO_CALLER_LIMITS, ...callerLimits }),
      HttpModule,
      HealthModule.register(),
    ],
    controllers: [ProbeController],
  })
  class ProbeModule {}

  const adapter = createFastifyAdapter({ limits });
  const app = await NestFactory.create<NestFastifyApplication>(ProbeModule, adapter, {
    logger: false,
    abortOnError: false,
  });
  configureHttp(app, app.get(RequestGate));
  app.get(AccessControl).docsReaders = 'public';
  setupDocs(app, createOpenApiDocument(app), { fillsInKeys: true });
  await app.listen(0, '127.0.0.1');
  const port = Number(new URL(await app.getUrl()).port);
  return { app, port, log, raw: (request) => rawExchange(port, request), close: () => app.close() };
}

/** Sends bytes as they are and returns everything received until the server closes the connection. */
export function rawExchange(port: number, request: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
    socket.on('error', (error) => (chunks.length > 0 ? undefined : reject(error)));
  });
}

/** A request of the tester, on a connection that closes after its answer. */
export function request(firstLine: string, headers: readonly string[] = [], body = ''): string {
  const lines = [`${firstLine} HTTP/1.1`, 'Host: gateway', 'Connection: close', KEY_LINE, ...headers];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

export function statusOf(answer: string): number {
  return Number(answer.split(' ')[1]);
}

export function bodyOf(answer: string): Record<string, unknown> {
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4));
}
