import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ProblemFilter } from './problems/problem.filter';
import { ProblemsController } from './problems/problems.controller';
import { AccessLog } from './server/access-log';
import { Draining } from './server/draining';

/** What every request passes through. Needs `ObservabilityModule` and `AuthModule`. */
@Module({
  controllers: [ProblemsController],
  providers: [AccessLog, Draining, { provide: APP_FILTER, useClass: ProblemFilter }],
  exports: [AccessLog, Draining],
})
export class HttpModule {}
