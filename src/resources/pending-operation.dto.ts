import { ApiProperty } from '@nestjs/swagger';
import type { AsyncRequest } from '../freebit/calls/account-detail/account-states';

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

/** A job that Freebit has scheduled. While it is pending, writes on the line are refused. */
export class PendingOperationDto {
  /**
   * The kind of job; `unknown` for a kind that this gateway does not know.
   * @example "registration"
   */
  readonly type!: (typeof pendingOperationTypes)[number];

  /**
   * The day of the job in Asia/Tokyo; null if Freebit does not give one.
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
