import type { TalkOption, WorldMode } from '../../freebit/calls/account-detail/talk-option';
import { toAccountStatus } from '../account-status';
import { toPendingOperation } from '../pending-operation.dto';
import type { VoiceOptionsDto, WorldOptionDto } from './voice-options.dto';

export function toVoiceOptions(option: TalkOption): VoiceOptionsDto {
  return {
    status: option.state && toAccountStatus(option.state),
    voicemailEnabled: option.voiceMail,
    callWaitingEnabled: option.callWaiting,
    callForwardingEnabled: option.callTransfer,
    internationalCallForwardingEnabled: option.callTransferToWorld,
    worldCall: toWorldOption(option.worldCall, option.worldCallCreditLimit),
    worldWing: toWorldOption(option.worldWing, option.worldWingCreditLimit),
    pendingOperation: toPendingOperation(option.async),
  };
}

const modes = {
  amount: 'limited',
  unlimited: 'unlimited',
  disabled: 'disabled',
  unknown: 'unknown',
} as const satisfies Record<WorldMode, WorldOptionDto['mode']>;

function toWorldOption(
  mode: WorldMode | undefined,
  creditLimitYen: number | null,
): WorldOptionDto | undefined {
  return mode && { mode: modes[mode], creditLimitYen: mode === 'amount' ? creditLimitYen : null };
}
