import { Injectable } from '@nestjs/common';
import { masterDetail } from '../../freebit/operations/account-detail/master-detail';
import type { ReadCall } from '../../http/read-cache/read-call.decorator';
import { FreebitReads } from '../freebit-reads';
import type { MasterAccountDto } from './master-account.dto';
import { toMasterAccount } from './master-account.mapper';

@Injectable()
export class MasterAccountService {
  constructor(private readonly freebit: FreebitReads) {}

  async get(account: string, call: ReadCall): Promise<MasterAccountDto> {
    return toMasterAccount(await this.freebit.read(masterDetail, { type: 'master_account', account }, call));
  }
}
