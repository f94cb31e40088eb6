import type { WireReader } from '../../wire/wire-reader';
import { accountStates, readAsync, type AsyncRequest } from './account-states';

/** `10` amount specified, `11` unlimited, `20` disabled. */
export type WorldMode = 'amount' | 'unlimited' | 'disabled' | 'unknown';

export interface TalkOption {
  readonly state: (typeof accountStates)[number] | 'unknown' | null;
  readonly voiceMail: boolean | undefined;
  readonly callWaiting: boolean | undefined;
  readonly callTransfer: boolean | undefined;
  readonly callTransferToWorld: boolean | undefined;
  readonly worldCall: WorldMode | undefined;
  readonly worldCallCreditLimit: number | null;
  readonly worldWing: WorldMode | undefined;
  readonly worldWingCreditLimit: number | null;
  readonly async: AsyncRequest | null;
}

const NAMES = ['voiceMail', 'callWaiting', 'callTransfer', 'callTransferToWorld', 'worldCall', 'worldWing'];

/**
 * The voice options of a line. The paper does not give them a parent, so they are read under `talkOption`, the name in
 * related papers, or flat on the account, where `state` and `async` are the line's own.
 */
export function readTalkOption(account: WireReader): TalkOption | null {
  const nested = account.child('talkOption');
  if (nested !== null) {
    const option = readOptions(nested, nested);
    nested.dropRest();
    return option;
  }
  return NAMES.some((name) => account.has(name)) ? readOptions(account, null) : null;
}

function readOptions(options: WireReader, own: WireReader | null): TalkOption {
  return {
    state: own?.oneOf('state', accountStates) ?? null,
    voiceMail: options.flag('voiceMail'),
    callWaiting: options.flag('callWaiting'),
    callTransfer: options.flag('callTransfer'),
    callTransferToWorld: options.flag('callTransferToWorld'),
    worldCall: readMode(options, 'worldCall'),
    worldCallCreditLimit: options.decimal('worldCallCreditLimit'),
    worldWing: readMode(options, 'worldWing'),
    worldWingCreditLimit: options.decimal('worldWingCreditLimit'),
    async: own && readAsync(own),
  };
}

function readMode(options: WireReader, name: string): WorldMode | undefined {
  const modes = { '10': 'amount', '11': 'unlimited', '20': 'disabled' } as const;
  const code = options.oneOf(name, ['10', '11', '20']);
  if (code === null) return undefined;
  return code === 'unknown' ? 'unknown' : modes[code];
}
