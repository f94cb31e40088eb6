import { ApiProperty } from '@nestjs/swagger';
import type { AccountStatus } from '../account-status';
import { RetrievedDto } from '../retrieved.dto';

/** One account that is linked to a master account. */
export class LinkedAccountDto {
  /**
   * `sim`: a line. `other`: a kind that this gateway does not know.
   * @example "sim"
   */
  readonly kind!: 'sim' | 'master' | 'other';

  /**
   * A phone number in national form for a SIM, else as Freebit writes it.
   * @example "08038433843"
   */
  readonly account!: string;

  /**
   * For a SIM: its number in national form.
   * @example "08038433843"
   */
  readonly msisdn?: string;

  /**
   * For a SIM: its number in international form (E.164).
   * @example "+818038433843"
   */
  readonly phoneNumber?: string;

  /** @example "suspended" */
  readonly status!: AccountStatus;

  /**
   * Day of activation in Asia/Tokyo; null when Freebit does not say.
   * @example null
   */
  @ApiProperty({ format: 'date' })
  readonly activatedOn!: string | null;

  /**
   * Freebit's relation code, where it sends one.
   * @example "testuser"
   */
  readonly relationCode?: string;

  /**
   * For a SIM: where to read it.
   * @example "/sims/08038433843"
   */
  readonly href?: string;
}

/** A master account and the accounts linked to it, without their details (PA03-02). */
export class MasterAccountDto extends RetrievedDto {
  /** @example "testMaster@test.ne.jp" */
  readonly account!: string;

  readonly accounts!: LinkedAccountDto[];
}
