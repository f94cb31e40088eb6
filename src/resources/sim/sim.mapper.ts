import type { LineDetail } from '../../freebit/calls/account-detail/line-detail';
import { toAccountStatus } from '../account-status';
import type { Retrieved } from '../line-reads';
import { toPhoneNumber, type Sim } from '../../lines/line';
import { toPendingOperation } from '../pending-operation.dto';
import type { SimDto } from './sim.dto';
import { toVoiceOptions } from './voice-options.mapper';

export function toSim(sim: Sim, { value: line, retrievedAt, stale }: Retrieved<LineDetail>): SimDto {
  return {
    msisdn: sim.id,
    phoneNumber: toPhoneNumber(sim),
    status: toAccountStatus(line.state),
    activatedOn: line.startDate,
    masterAccount: line.masterAccount,
    planCode: line.planCode,
    quotaMb: line.quota,
    iccid: line.iccid,
    imsi: line.imsi,
    contractLine: line.contractLine,
    formFactor: line.size,
    smsEnabled: line.sms,
    voiceEnabled: line.talk,
    ipv4: line.ipv4,
    ipv6: line.ipv6,
    voiceOptions: line.talkOption && toVoiceOptions(line.talkOption),
    pendingOperation: toPendingOperation(line.async),
    retrievedAt,
    stale,
  };
}
