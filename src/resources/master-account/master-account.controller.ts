import { Get } from '@nestjs/common';
import { masterDetail } from '../../freebit/calls/account-detail/master-detail';
import { ReadRequestParam, type ReadRequest } from '../read-request.decorator';
import { Endpoint } from '../endpoint.decorator';
import { MasterAccountResource } from '../resource.decorator';
import type { MasterAccount } from '../../lines/line';
import { LineParam } from '../../access/request-line';
import { MasterAccountDto } from './master-account.dto';
import { masterAccountExamples } from './master-account-examples';
import { MasterAccountService } from './master-account.service';

@MasterAccountResource()
export class MasterAccountController {
  constructor(private readonly masterAccounts: MasterAccountService) {}

  @Get()
  @Endpoint({
    summary: 'Read a master account',
    description:
      'The accounts linked to a master account, without their details. Follow `href` for those of a SIM.',
    scope: 'sims:read',
    returns: MasterAccountDto,
    freebit: masterDetail,
    target: 'master_account',
    answers: { 200: { description: 'As Freebit reports it.', examples: masterAccountExamples } },
  })
  read(
    @LineParam() account: MasterAccount,
    @ReadRequestParam() request: ReadRequest,
  ): Promise<MasterAccountDto> {
    return this.masterAccounts.get(account, request);
  }
}
