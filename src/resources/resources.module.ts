import { Module } from '@nestjs/common';
import { FreebitReads } from './freebit-reads';
import { FreebitWrites } from './freebit-writes';
import { MasterAccountController } from './master-account/master-account.controller';
import { MasterAccountService } from './master-account/master-account.service';
import { OperationController } from './operation/operation.controller';
import { OperationService } from './operation/operation.service';
import { PacedLooks } from './operation/paced-looks';
import { PlanChangeSettlement } from './plan-change-settlement';
import { PlanService } from './plan/plan.service';
import { SimPlanController } from './plan/sim-plan.controller';
import { QuotaService } from './quota/quota.service';
import { ShareGroupQuotaController } from './quota/share-group-quota.controller';
import { SimQuotaController } from './quota/sim-quota.controller';
import { SimController } from './sim/sim.controller';
import { SimService } from './sim/sim.service';
import { ShareGroupTrafficController } from './traffic/share-group-traffic.controller';
import { SimTrafficController } from './traffic/sim-traffic.controller';
import { TrafficService } from './traffic/traffic.service';

/** Everything that our callers see of Freebit. */
@Module({
  controllers: [
    SimController,
    SimTrafficController,
    SimQuotaController,
    SimPlanController,
    ShareGroupTrafficController,
    ShareGroupQuotaController,
    MasterAccountController,
    OperationController,
  ],
  providers: [
    FreebitReads,
    FreebitWrites,
    PlanChangeSettlement,
    OperationService,
    PacedLooks,
    SimService,
    TrafficService,
    QuotaService,
    PlanService,
    MasterAccountService,
  ],
})
export class ResourcesModule {}
