import { applyDecorators, Controller, UseGuards } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { BulkGuard } from './bulk.guard';

const MSISDN = {
  name: 'msisdn',
  description:
    'Phone number of the SIM: 11 digits that start with 0, 14 that start with 0200, or `+81` and the number without its 0.',
  schema: { type: 'string', pattern: String.raw`^(0|\+81|%2B81)(\d{10}|200\d{10})$`, example: '09012345678' },
} as const;

const GROUP_CODE = {
  name: 'groupCode',
  description: 'Code of the share group.',
  schema: { type: 'string', pattern: '^[A-Za-z0-9]{1,16}_[0-9]{1,20}$', example: 'AAA0_00000000001' },
} as const;

const ACCOUNT = {
  name: 'account',
  description: 'Name of the master account: 1 to 256 printable ASCII characters.',
  schema: { type: 'string', minLength: 1, maxLength: 256, example: 'testMaster@test.ne.jp' },
} as const;

/** A controller of `/sims/{msisdn}`, or of what lies below it. */
export function SimResource(below?: string): ClassDecorator {
  return resource('sims/:msisdn', below, [ApiTags('SIMs'), ApiParam(MSISDN)]);
}

/** A controller of what lies below `/share-groups/{groupCode}`. */
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
  return applyDecorators(
    Controller(below === undefined ? path : `${path}/${below}`),
    UseGuards(BulkGuard),
    ...documentation,
  );
}
