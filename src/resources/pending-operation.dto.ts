import { ApiProperty } from '@nestjs/swagger';
import type { AsyncRequest } from '../freebit/operations/account-detail/account-states';

/** Jobs that Freebit does on a day to come. */
export const pendingOperationTypes = [
  'registration',
  'suspension',
  'resumption',
  'cancellation',
  'revival',
  'plan_set',
  'plan_unset',
  'change',
  'contract_change',
  'unknown',
] as const;

/** A job that Freebit has accepted and will do later. While it waits, writes on the line are refused. */
export class PendingOperationDto {
  /**
   * What the job does; `unknown` when Freebit names a job that this gateway does not know.
   * @example "registration"
   */
  readonly type!: (typeof pendingOperationTypes)[number];

  /**
   * The day on which Freebit does it, in Asia/Tokyo; null when Freebit does not say.
   * @example "2013-12-01"
   */
  @ApiProperty({ format: 'date' })
  readonly scheduledOn!: string | null;
}

const types = {
  regist: 'registration',
  stop: 'suspension',
  resume: 'resumption',
  cancel: 'cancellation',
  revival: 'revival',
  plnset: 'plan_set',
  plnunset: 'plan_unset',
  change: 'change',
  chgctract: 'contract_change',
  unknown: 'unknown',
} as const satisfies Record<AsyncRequest['func'], (typeof pendingOperationTypes)[number]>;

export function toPendingOperation(async: AsyncRequest | null): PendingOperationDto | null {
  return async && { type: types[async.func], scheduledOn: async.date };
}
