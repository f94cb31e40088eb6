// Nest over Fastify with one controller and no features: from a cache (memory or Redis), or through to Freebit over
// undici if CACHE is off.
import 'reflect-metadata';
import { Controller, Get, Module, Param } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Redis } from 'ioredis';
import { Pool } from 'undici';
import { anySim, detailForm, detailPath, FORM, toSim, upstreamOrigin } from './answers.mjs';

const { REDIS_URL, CACHE, PORT } = process.env;
const redis = REDIS_URL ? new Redis(REDIS_URL) : null;
const memory = new Map();
const pool = new Pool(upstreamOrigin, { connections: 64 });

async function kept(msisdn) {
  const known = redis ? await redis.get(`sim:${msisdn}`) : memory.get(msisdn);
  if (known) return known;
  const text = JSON.stringify(anySim(msisdn));
  if (redis) await redis.set(`sim:${msisdn}`, text);
  else memory.set(msisdn, text);
  return text;
}

async function fetched(msisdn) {
  const { body } = await pool.request({
    ...{ method: 'POST', path: detailPath, body: detailForm(msisdn), headers: { 'content-type': FORM } },
  });
  return JSON.stringify(toSim(msisdn, JSON.parse(await body.text()).responseDatas));
}

class SimController {
  read(msisdn) {
    return CACHE === 'off' ? fetched(msisdn) : kept(msisdn);
  }
}
const read = Object.getOwnPropertyDescriptor(SimController.prototype, 'read');
Get(':msisdn')(SimController.prototype, 'read', read);
Param('msisdn')(SimController.prototype, 'read', 0);
Controller('sims')(SimController);

class AppModule {}
Module({ controllers: [SimController] })(AppModule);

const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(PORT), '127.0.0.1');
