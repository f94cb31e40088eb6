// A usual Nest program, over Fastify or Express: ValidationPipe, ClassSerializerInterceptor, a guard, an interceptor
// that measures, pino-http, prom-client, HttpService, and a Redis cache.
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { HttpModule, HttpService } from '@nestjs/axios';
import {
  ClassSerializerInterceptor,
  Controller,
  Get,
  Module,
  Param,
  UnauthorizedException,
  ValidationPipe,
} from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { Expose, plainToInstance } from 'class-transformer';
import { Matches } from 'class-validator';
import { Redis } from 'ioredis';
import { Agent } from 'node:http';
import pino from 'pino';
import { pinoHttp } from 'pino-http';
import { Histogram } from 'prom-client';
import { firstValueFrom, tap } from 'rxjs';
import { anySim, detailForm, detailPath, FORM, toSim, upstreamOrigin } from './answers.mjs';

const { REDIS_URL, CACHE, PORT, ADAPTER, BENCH_KEY_SHA256 } = process.env;
const redis = new Redis(REDIS_URL);
const seconds = new Histogram({ name: 'http_seconds', help: '-', labelNames: ['method', 'route', 'status'] });

class SimParams {}
Matches(/^0[0-9]{10}$/)(SimParams.prototype, 'msisdn');

class SimDto {}
for (const name of Object.keys(anySim('09000000000'))) Expose()(SimDto.prototype, name);

class KeyGuard {
  canActivate(context) {
    const key = context.switchToHttp().getRequest().headers['x-api-key'] ?? '';
    if (createHash('sha256').update(key).digest('hex') !== BENCH_KEY_SHA256)
      throw new UnauthorizedException();
    return true;
  }
}

class MeasuringInterceptor {
  intercept(context, next) {
    const end = seconds.startTimer({ method: 'GET', route: '/sims/:msisdn' });
    return next.handle().pipe(tap(() => end({ status: 200 })));
  }
}

class SimController {
  constructor(http) {
    this.http = http;
  }

  async read({ msisdn }) {
    const known = CACHE === 'off' ? null : await redis.get(`sim:${msisdn}`);
    return plainToInstance(SimDto, known === null ? await this.fetched(msisdn) : JSON.parse(known));
  }

  async fetched(msisdn) {
    const headers = { 'Content-Type': FORM };
    const { data } = await firstValueFrom(
      this.http.post(upstreamOrigin + detailPath, detailForm(msisdn), { headers }),
    );
    const sim = toSim(msisdn, data.responseDatas);
    await redis.set(`sim:${msisdn}`, JSON.stringify(sim), 'EX', 30);
    return sim;
  }
}
Get(':msisdn')(
  SimController.prototype,
  'read',
  Object.getOwnPropertyDescriptor(SimController.prototype, 'read'),
);
Param()(SimController.prototype, 'read', 0);
Reflect.defineMetadata('design:paramtypes', [SimParams], SimController.prototype, 'read');
Reflect.defineMetadata('design:paramtypes', [HttpService], SimController);
Controller('sims')(SimController);

class AppModule {}
const http = HttpModule.register({ httpAgent: new Agent({ keepAlive: true, maxSockets: 64 }) });
Module({ imports: [http], controllers: [SimController] })(AppModule);

const adapter =
  ADAPTER === 'express'
    ? new (await import('@nestjs/platform-express')).ExpressAdapter()
    : new (await import('@nestjs/platform-fastify')).FastifyAdapter();
const app = await NestFactory.create(AppModule, adapter, { logger: false });
app.use(pinoHttp({ logger: pino(pino.destination({ sync: false, minLength: 4096 })) }));
app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true }));
app.useGlobalGuards(new KeyGuard());
app.useGlobalInterceptors(new ClassSerializerInterceptor(app.get(Reflector)), new MeasuringInterceptor());
await app.listen(Number(PORT), '127.0.0.1');
