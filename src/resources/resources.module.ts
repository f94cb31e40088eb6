import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '../config/config';
import { LineReads } from './line-reads';
import { LineWrites, WRITE_SETTINGS, type WriteSettings } from './line-writes';
import { MasterAccountController } from './master-account/master-account.controller';
import { MasterAccountService } from './master-account/master-account.service';
import { MeController } from './me/me.controller';
import { MeService } from './me/me.service';
import { OperationController } from './operation/operation.controller';
import { OperationService } from './operation/operation.service';
import { PlanChangeSettlement } from './plan/plan-change-settlement';
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

/** The resources that call Freebit. */
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
    MeController,
  ],
  providers: [
    LineReads,
    LineWrites,
    PlanChangeSettlement,
    OperationService,
    SimService,
    TrafficService,
    QuotaService,
    PlanService,
    MasterAccountService,
    MeService,
  ],
})
export class ResourcesModule {
  static forRoot({ keyPolicy, enabled, quotaReference }: Config['writes']): DynamicModule {
    const settings: WriteSettings = {
      keyPolicy,
      enabled,
      referenceIsOperation: quotaReference === 'operation',
    };
    return { module: ResourcesModule, providers: [{ provide: WRITE_SETTINGS, useValue: settings }] };
  }
}
