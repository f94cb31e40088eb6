import { Injectable } from '@nestjs/common';
import { masterDetail } from '../../freebit/calls/account-detail/master-detail';
import type { MasterAccount } from '../../lines/line';
import { LineReads } from '../line-reads';
import type { ReadRequest } from '../read-request.decorator';
import type { MasterAccountDto } from './master-account.dto';
import { toMasterAccount } from './master-account.mapper';

@Injectable()
export class MasterAccountService {
  constructor(private readonly reads: LineReads) {}

  async get(account: MasterAccount, request: ReadRequest): Promise<MasterAccountDto> {
    return toMasterAccount(await this.reads.read(masterDetail, account, request));
  }
}
