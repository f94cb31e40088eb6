// Fastify alone, with one route.
import fastify from 'fastify';
import { anySim } from './answers.mjs';

const server = fastify();
server.get('/sims/:msisdn', (request, reply) => {
  reply.header('Content-Type', 'application/json').send(JSON.stringify(anySim(request.params.msisdn)));
});
await server.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
