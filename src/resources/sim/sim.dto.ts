import { ApiProperty } from '@nestjs/swagger';
import type { AccountStatus } from '../account-status';
import { PendingOperationDto } from '../pending-operation.dto';
import { RetrievedDto } from '../retrieved.dto';
import { VoiceOptionsDto } from './voice-options.dto';

/** One SIM and its line, as Freebit describes it in PA03-02. */
export class SimDto extends RetrievedDto {
  /**
   * Phone number in national form: 11 digits, or 14 for a machine.
   * @example "08038433843"
   */
  readonly msisdn!: string;

  /**
   * The same number in international form (E.164).
   * @example "+818038433843"
   */
  readonly phoneNumber!: string;

  /**
   * State of the line. `waiting`: not set up yet. `unknown`: a state that this gateway does not know.
   * @example "active"
   */
  readonly status!: AccountStatus;

  /**
   * Day of activation in Asia/Tokyo; null when there is none.
   * @example "2013-09-01"
   */
  @ApiProperty({ format: 'date' })
  readonly activatedOn!: string | null;

  /**
   * The master account that the line belongs to.
   * @example "testMaster@test.ne.jp"
   */
  readonly masterAccount!: string | null;

  /**
   * Null when the line has no plan.
   * @example "LTE3G_P01"
   */
  readonly planCode!: string | null;

  /**
   * Freebit's number, unchanged. Unit (presumably MB) and meaning (granted or remaining) are not confirmed by Freebit.
   * @example 3161.31
   */
  readonly quotaMb!: number | null;

  /**
   * 19 or 20 digits, exact: do not read it as a number.
   * @example "8981199993109195000"
   */
  readonly iccid!: string | null;

  /**
   * Exact: do not read it as a number.
   * @example "990103120337753"
   */
  readonly imsi!: string | null;

  /**
   * Kind of network, as Freebit writes it.
   * @example "4G"
   */
  readonly contractLine!: string | null;

  /**
   * Size of the SIM card.
   * @example "standard"
   */
  readonly formFactor!: 'standard' | 'nano' | 'micro' | 'unknown' | null;

  /**
   * Left out when Freebit does not say.
   * @example true
   */
  readonly smsEnabled?: boolean;

  /**
   * Left out when Freebit does not say.
   * @example true
   */
  readonly voiceEnabled?: boolean;

  /**
   * Fixed global address; null when the line uses none.
   * @example null
   */
  readonly ipv4!: string | null;

  /**
   * Fixed global address; null when the line uses none.
   * @example null
   */
  readonly ipv6!: string | null;

  /** Null if Freebit gives none. */
  readonly voiceOptions!: VoiceOptionsDto | null;

  /** A scheduled job; null if there is none. */
  readonly pendingOperation!: PendingOperationDto | null;
}
