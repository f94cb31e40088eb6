// The measured servers, and for each of them one or more kinds of requests.

const peer = (file, env = {}) => ({ file: `./peers/${file}.mjs`, env });
const gateway = (env = {}) => ({ file: '../dist/main.js', env });
const redis = (server, replicas = 0) => ({ ...server, redis: { replicas } });
/** Milliseconds after which Freebit answers. */
const behind = (upstreamMs, server) => ({ ...server, upstreamMs });

const off = { CACHE: 'off' };
const [FEW_LINES, MANY_LINES] = [500, 90_000];
const cached = (name) => ({ name, kind: 'read', lines: FEW_LINES, baseline: 'bare node:http' });
const through = (name) => ({ name, kind: 'read', lines: MANY_LINES, baseline: 'bare proxy' });
const slow = (name) => ({ ...through(name), baseline: 'bare proxy, 20 ms' });
const write = (name) => ({
  name,
  kind: 'write',
  lines: MANY_LINES,
  baseline: 'bare proxy, write',
  expected: 201,
});
const replay = (name) => ({ ...cached(name), kind: 'replay', expected: 201 });

/** Each server is started once a round, and its rows are measured one after the other. */
export const servers = [
  { ...peer('bare-server'), rows: [cached('bare node:http')] },
  { ...peer('bare-proxy'), rows: [through('bare proxy'), write('bare proxy, write')] },
  { ...behind(20, peer('bare-proxy')), rows: [slow('bare proxy, 20 ms')] },
  { ...peer('fastify'), rows: [cached('fastify')] },
  { ...peer('nest-lean'), rows: [cached('lean Nest, cached, memory')] },
  { ...redis(peer('nest-lean')), rows: [cached('lean Nest, cached, Redis')] },
  { ...peer('nest-lean', off), rows: [through('lean Nest, through')] },
  {
    ...peer('nest-promises'),
    rows: [cached('same promises, cached, memory'), through('same promises, through, memory')],
  },
  {
    ...redis(peer('nest-promises')),
    rows: [cached('same promises, cached, Redis'), through('same promises, through, Redis')],
  },
  { ...behind(20, redis(peer('nest-promises'))), rows: [slow('same promises, through, Redis, 20 ms')] },
  ...['fastify', 'express'].map((adapter) => ({
    ...redis(peer('nest-usual', { ADAPTER: adapter })),
    rows: [cached(`usual nest-${adapter}, cached, Redis`), through(`usual nest-${adapter}, through, Redis`)],
  })),
  {
    ...behind(20, redis(peer('nest-usual', { ADAPTER: 'fastify' }))),
    rows: [slow('usual nest-fastify, through, Redis, 20 ms')],
  },
  {
    ...gateway(),
    rows: [
      cached('gateway, cached, memory'),
      through('gateway, through, memory'),
      write('gateway, write, memory'),
      { ...cached('gateway, 401'), kind: 'stranger', expected: 401 },
      { ...cached('gateway, 400 problem'), kind: 'problem', expected: 400 },
    ],
  },
  {
    ...redis(gateway()),
    rows: [
      cached('gateway, cached, Redis'),
      through('gateway, through, Redis'),
      write('gateway, write, Redis'),
      replay('gateway, replay, Redis'),
    ],
  },
  { ...behind(20, redis(gateway())), rows: [slow('gateway, through, Redis, 20 ms')] },
  {
    ...redis(gateway({ REDIS_WAIT_REPLICAS: '1' }), 1),
    rows: [write('gateway, write, Redis with a replica')],
  },
];
