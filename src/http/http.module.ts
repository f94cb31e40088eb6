import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccessGuard } from './auth/access.guard';
import { DeclaredAccess } from './auth/declared-access';
import { ProblemFilter } from './problems/problem.filter';
import { ProblemsController } from './problems/problems.controller';
import { Draining } from './server/draining';

/** What every request passes. Needs `ObservabilityModule` beside it. */
@Module({
  imports: [DiscoveryModule],
  controllers: [ProblemsController],
  providers: [
    Draining,
    DeclaredAccess,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [Draining],
})
export class HttpModule {}
