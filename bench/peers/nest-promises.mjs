// The smallest Nest program with the gateway's promises for reads: keys in an LRU with a constant-time comparison, rate
// and different lines by one counter script, one round trip to the store for line, epoch and entry, encrypted entries,
// security and rate headers, one log line and one histogram per answer; towards Freebit HttpService's axios over an
// undici pool, long numbers exact, the cluster's rate taken in parallel, the cache filled in the background.
import 'reflect-metadata';
import { Buffer } from 'node:buffer';
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { HttpModule, HttpService } from '@nestjs/axios';
import { Controller, Get, Module, Param, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { LRUCache } from 'lru-cache';
import pino from 'pino';
import { Histogram } from 'prom-client';
import { Pool } from 'undici';
import { detailForm, detailPath, FORM, toSim, upstreamOrigin } from './answers.mjs';
import { openStore } from './promises-store.mjs';

const { REDIS_URL, PORT, BENCH_KEY_SHA256 } = process.env;
const FRESH_MS = 30_000;
const store = openStore(REDIS_URL);
const pool = new Pool(upstreamOrigin, { connections: 64, headersTimeout: 5_000, bodyTimeout: 5_000 });
const logger = pino({ base: null }, pino.destination({ sync: false, minLength: 4096 }));
const seconds = new Histogram({ name: 'http_seconds', help: '-', labelNames: ['method', 'route', 'status'] });
const histograms = new Map();
const keys = new LRUCache({ max: 1_000 });
const ready = new LRUCache({ max: 2_000 });
const flights = new Map();

const CONSTANT = {
  'Cache-Control': 'private, no-store',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none';frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

function isKnown(key) {
  if (keys.has(key)) return true;
  const digest = createHash('sha256').update(key).digest();
  const known = timingSafeEqual(digest, Buffer.from(BENCH_KEY_SHA256, 'hex'));
  if (known) keys.set(key, true);
  return known;
}

const LONG = /([:[,]\s*)(-?\d{16,})(?=\s*[,}\]])/g;
const identity = (data) => data;

class SimController {
  constructor(http) {
    this.axios = http.axiosRef;
    const adapter = async (config) => {
      const { body, statusCode: status } = await pool.request({
        ...{ method: 'POST', path: detailPath, body: config.data, headers: ['content-type', FORM] },
      });
      return { data: await body.text(), status, statusText: '', headers: {}, config };
    };
    this.config = { adapter, transformRequest: [identity], transformResponse: [], validateStatus: null };
  }

  async read(msisdn, request, reply) {
    const [look, limits] = await Promise.all([store.look(msisdn), request.limits]);
    reply.headers({
      'RateLimit-Policy': `"rate";q=${limits.burst};w=2, "lines";q=${limits.most};w=600`,
      RateLimit: `"rate";r=${limits.left};t=${limits.nextMs / 1000}, "lines";r=${limits.most - limits.used};t=1`,
    });
    const ageMs = look.entry ? look.nowMs - look.entry.askedAtMs : Infinity;
    if (look.entry?.version === look.version && ageMs < FRESH_MS) {
      const ttl = Math.floor((FRESH_MS - ageMs) / 1000);
      reply.headers({ Age: `${Math.floor(ageMs / 1000)}`, 'Cache-Status': `bench; hit; ttl=${ttl}` });
      return send(reply, this.readyOf(look.entry, msisdn));
    }
    reply.header('Cache-Status', 'bench; fwd=miss; stored');
    let flight = flights.get(msisdn);
    if (!flight) {
      flight = this.fetched(msisdn, look).finally(() => flights.delete(msisdn));
      flights.set(msisdn, flight);
    }
    return send(reply, await flight);
  }

  readyOf(entry, msisdn) {
    const known = ready.get(entry.sealed);
    if (known) return known;
    const text = JSON.stringify(toSim(msisdn, JSON.parse(store.open(entry))));
    ready.set(entry.sealed, text);
    return text;
  }

  async fetched(msisdn, look) {
    await store.takeRate();
    const { data } = await this.axios.post(detailPath, detailForm(msisdn), this.config);
    const { responseDatas: line } = JSON.parse(data.replace(LONG, '$1"$2"'));
    store.keep(look, JSON.stringify(line), FRESH_MS + 300_000);
    return JSON.stringify(toSim(msisdn, line));
  }
}

function send(reply, text) {
  reply.header('Content-Type', 'application/json; charset=utf-8').send(text);
}

Get(':msisdn')(
  SimController.prototype,
  'read',
  Object.getOwnPropertyDescriptor(SimController.prototype, 'read'),
);
Param('msisdn')(SimController.prototype, 'read', 0);
Req()(SimController.prototype, 'read', 1);
Res()(SimController.prototype, 'read', 2);
Reflect.defineMetadata('design:paramtypes', [HttpService], SimController);
Controller('sims')(SimController);

class AppModule {}
Module({ imports: [HttpModule], controllers: [SimController] })(AppModule);

const adapter = new FastifyAdapter({ genReqId: () => randomUUID() });
const fastify = adapter.getInstance();
fastify.addHook('onRequest', (request, reply, done) => {
  if (!isKnown(request.headers['x-api-key'] ?? ''))
    return void reply.code(401).send({ code: 'UNAUTHENTICATED' });
  const msisdn = request.params.msisdn;
  if (!/^0[0-9]{10}$/.test(msisdn)) return void reply.code(400).send({ code: 'VALIDATION_FAILED' });
  request.limits = store.take(BENCH_KEY_SHA256, msisdn);
  done();
});
fastify.addHook('onSend', (request, reply, payload, done) => {
  reply.headers(CONSTANT).header('X-Request-Id', request.id);
  done(null, payload);
});
fastify.addHook('onResponse', (request, reply, done) => {
  const [{ method, id }, { url: route }, status] = [request, request.routeOptions, reply.statusCode];
  const name = `${method} ${route} ${status}`;
  let histogram = histograms.get(name);
  if (!histogram) histograms.set(name, (histogram = seconds.labels({ method, route, status })));
  histogram.observe(reply.elapsedTime / 1000);
  const line = `090****${request.params.msisdn?.slice(-4)}`;
  logger.info({ requestId: id, method, route, line, status, ms: reply.elapsedTime }, 'request completed');
  done();
});
const app = await NestFactory.create(AppModule, adapter, { logger: false });
await app.listen(Number(PORT), '127.0.0.1');
