/** The meaning of a detail code other than 100. */
export type Rejection =
  | 'own_field_rejected'
  | 'account_rejected'
  | 'parameter_rejected'
  | 'auth_key_refused'
  | 'account_not_found'
  | 'account_state'
  | 'share_group_state'
  | 'plan_code_rejected'
  | 'quota_rejected'
  | 'quota_code_rejected'
  | 'global_ip_rejected'
  | 'operation_pending'
  | 'service_not_provided'
  | 'quota_addition_not_allowed'
  | 'phone_number_not_eligible'
  | 'share_group_not_found'
  | 'in_share_group'
  | 'unexpected_error'
  | 'unknown_code';

/**
 * Every detail code of the papers. There is one table for all calls: each paper lists only some of the codes, but a
 * code means the same in every call.
 */
export const resultCodes: Readonly<Record<string, Rejection>> = {
  '200': 'own_field_rejected',
  '201': 'account_rejected',
  '204': 'parameter_rejected',
  '205': 'auth_key_refused',
  '210': 'account_not_found',
  '211': 'account_state',
  '220': 'plan_code_rejected',
  '221': 'quota_rejected',
  '226': 'own_field_rejected',
  '227': 'own_field_rejected',
  '228': 'auth_key_refused',
  '230': 'operation_pending',
  '231': 'global_ip_rejected',
  '233': 'service_not_provided',
  '234': 'quota_addition_not_allowed',
  '236': 'own_field_rejected',
  '237': 'quota_code_rejected',
  '240': 'phone_number_not_eligible',
  '322': 'share_group_state',
  '323': 'share_group_not_found',
  '325': 'operation_pending',
  '330': 'in_share_group',
  '900': 'unexpected_error',
};

/** The meaning of a detail code; `unknown_code` if no paper lists it. */
export function rejectionOf(detailCode: string): Rejection {
  return Object.hasOwn(resultCodes, detailCode)
    ? (resultCodes[detailCode] ?? 'unknown_code')
    : 'unknown_code';
}
