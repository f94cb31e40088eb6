import fc from 'fast-check';
import { rejectionOf, resultCodes } from './result-codes';

describe('the meaning of a detail code', () => {
  it.each([
    ['200', 'own_field_rejected'],
    ['201', 'account_rejected'],
    ['204', 'parameter_rejected'],
    ['205', 'auth_key_refused'],
    ['210', 'account_not_found'],
    ['211', 'account_state'],
    ['220', 'plan_code_rejected'],
    ['221', 'quota_rejected'],
    ['226', 'own_field_rejected'],
    ['227', 'own_field_rejected'],
    ['228', 'auth_key_refused'],
    ['230', 'operation_pending'],
    ['231', 'global_ip_rejected'],
    ['233', 'service_not_provided'],
    ['234', 'quota_addition_not_allowed'],
    ['236', 'own_field_rejected'],
    ['237', 'quota_code_rejected'],
    ['240', 'phone_number_not_eligible'],
    ['322', 'share_group_state'],
    ['323', 'share_group_not_found'],
    ['325', 'operation_pending'],
    ['330', 'in_share_group'],
    ['900', 'unexpected_error'],
  ])('for %s is %s', (code, rejection) => {
    expect(rejectionOf(code)).toBe(rejection);
  });

  it('is known only for the codes of the papers, and not for inherited property names', () => {
    const strange = fc.oneof(
      fc.string(),
      fc.constantFrom('__proto__', 'constructor', 'toString', '0205', '205 '),
    );
    fc.assert(
      fc.property(strange, (code) => {
        fc.pre(!Object.keys(resultCodes).includes(code));

        expect(rejectionOf(code)).toBe('unknown_code');
      }),
    );
  });

  it('is never a known rejection for the code of success', () => {
    expect(rejectionOf('100')).toBe('unknown_code');
  });
});
