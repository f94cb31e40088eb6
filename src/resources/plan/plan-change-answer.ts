import type { FastifyReply } from 'fastify';
import type { PlanChangeDto } from './plan.dto';

/** A change that is still to come is 202, and tells where the line can be watched. */
export function answerPlanChange(reply: FastifyReply, change: PlanChangeDto): PlanChangeDto {
  if (change.state === 'scheduled') reply.status(202).header('Location', `/sims/${change.msisdn}`);
  return change;
}
