import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ProblemFilter } from './problems/problem.filter';
import { ProblemsController } from './problems/problems.controller';
import { Draining } from './server/draining';

/** What every request passes. Needs `ObservabilityModule` and `AuthModule` beside it. */
@Module({
  controllers: [ProblemsController],
  providers: [Draining, { provide: APP_FILTER, useClass: ProblemFilter }],
  exports: [Draining],
})
export class HttpModule {}
