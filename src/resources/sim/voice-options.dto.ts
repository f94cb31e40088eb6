import type { AccountStatus } from '../account-status';
import { type PendingOperationDto } from '../pending-operation.dto';

export const worldModes = ['limited', 'unlimited', 'disabled', 'unknown'] as const;

/** International calls or roaming calls, and their credit limit. */
export class WorldOptionDto {
  /**
   * `limited`: up to the credit limit.
   * @example "limited"
   */
  readonly mode!: (typeof worldModes)[number];

  /**
   * Yen; null unless the mode is `limited`.
   * @example 50000
   */
  readonly creditLimitYen!: number | null;
}

/** Voice options of a line. An option that Freebit does not mention is left out. */
export class VoiceOptionsDto {
  /**
   * State of the voice contract; null when Freebit does not say.
   * @example "active"
   */
  readonly status!: AccountStatus | null;

  /** @example true */
  readonly voicemailEnabled?: boolean;

  /** @example true */
  readonly callWaitingEnabled?: boolean;

  /** @example false */
  readonly callForwardingEnabled?: boolean;

  /** @example false */
  readonly internationalCallForwardingEnabled?: boolean;

  /** International calls from Japan (WORLD CALL). */
  readonly worldCall?: WorldOptionDto;

  /** Roaming calls abroad (WORLD WING). */
  readonly worldWing?: WorldOptionDto;

  /** A scheduled change of the voice options. */
  readonly pendingOperation!: PendingOperationDto | null;
}
