import { ApiProperty } from '@nestjs/swagger';
import { SchemaUnion } from '../../http/docs/schema-union';
import type { AccountStatus } from '../account-status';
import { RetrievedDto } from '../retrieved.dto';

/** The properties of every linked account. */
class LinkedAccountFacts {
  /** @example "suspended" */
  readonly status!: AccountStatus;

  /**
   * Day of activation in Asia/Tokyo (Freebit's `startDate`); null if Freebit gives none.
   * @example null
   */
  @ApiProperty({ format: 'date' })
  readonly activatedOn!: string | null;

  /**
   * Freebit's relation code; absent if Freebit sends none.
   * @example "testuser"
   */
  readonly relationCode?: string;
}

/** A SIM that is linked to a master account. */
export class LinkedSimDto extends LinkedAccountFacts {
  readonly kind!: 'sim';

  /**
   * The phone number in national form, as in `msisdn`.
   * @example "08038433843"
   */
  readonly account!: string;

  /**
   * Phone number in national form.
   * @example "08038433843"
   */
  readonly msisdn!: string;

  /**
   * The same number in international form (E.164).
   * @example "+818038433843"
   */
  readonly phoneNumber!: string;

  /**
   * Where to read the SIM: a path on the host of this gateway.
   * @example "/sims/08038433843"
   */
  @ApiProperty({ format: 'uri-reference' })
  readonly href!: string;
}

/** A master account that is linked to a master account. */
export class LinkedMasterAccountDto extends LinkedAccountFacts {
  readonly kind!: 'master';

  /**
   * The name of the master account.
   * @example "testAccount@test.ne.jp"
   */
  readonly account!: string;
}

/** An account of a kind that this gateway does not know. */
export class OtherLinkedAccountDto extends LinkedAccountFacts {
  readonly kind!: 'other';

  /** As Freebit writes it. */
  readonly account!: string;
}

/** One account that is linked to a master account. */
export type LinkedAccountDto = LinkedSimDto | LinkedMasterAccountDto | OtherLinkedAccountDto;

const linkedAccountUnion = new SchemaUnion('LinkedAccount', 'kind', {
  sim: LinkedSimDto,
  master: LinkedMasterAccountDto,
  other: OtherLinkedAccountDto,
});

/** A master account (マスターアカウント) and the accounts linked to it, without their details (PA03-02). */
@linkedAccountUnion.models
export class MasterAccountDto extends RetrievedDto {
  /** @example "testMaster@test.ne.jp" */
  readonly account!: string;

  @ApiProperty({ type: 'array', items: linkedAccountUnion.ref })
  readonly accounts!: LinkedAccountDto[];
}
