import { applyDecorators, Controller } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { PATTERNS } from '../lines/line';

const MSISDN = {
  name: 'msisdn',
  description:
    'Phone number (電話番号) of the SIM: 11 digits that start with 0, 14 that start with 0200, or `+81` and the number without its 0.',
  schema: { type: 'string', maxLength: 18, pattern: PATTERNS.msisdn, example: '09012345678' },
} as const;

const GROUP_CODE = {
  name: 'groupCode',
  description: 'Code of the share group (シェアグループコード).',
  schema: { type: 'string', maxLength: 37, pattern: PATTERNS.groupCode, example: 'AAA0_00000000001' },
} as const;

const ACCOUNT = {
  name: 'account',
  description: 'Name of the master account (マスターアカウント): 1 to 256 printable ASCII characters.',
  schema: {
    type: 'string',
    minLength: 1,
    maxLength: 256,
    pattern: '^[ -~]+$',
    example: 'testMaster@test.ne.jp',
  },
} as const;

/** A controller of `/sims/{msisdn}`, or of a path below it. */
export function SimResource(below?: string): ClassDecorator {
  return resource('sims/:msisdn', below, [ApiTags('SIMs'), ApiParam(MSISDN)]);
}

/** A controller of a path below `/share-groups/{groupCode}`. */
export function ShareGroupResource(below: string): ClassDecorator {
  return resource('share-groups/:groupCode', below, [ApiTags('Share groups'), ApiParam(GROUP_CODE)]);
}

/** A controller of `/master-accounts/{account}`. */
export function MasterAccountResource(): ClassDecorator {
  return resource('master-accounts/:account', undefined, [ApiTags('Master accounts'), ApiParam(ACCOUNT)]);
}

function resource(
  path: string,
  below: string | undefined,
  documentation: readonly (ClassDecorator & MethodDecorator)[],
): ClassDecorator {
  return applyDecorators(Controller(below === undefined ? path : `${path}/${below}`), ...documentation);
}
