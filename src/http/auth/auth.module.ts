import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { Config } from '../../config/config';
import { AccessControl } from './access-control';
import { AccessTokens } from './access-tokens';
import { ApiKeys } from './api-keys';
import { Authentication } from './authentication';
import { DeclaredAccess } from './declared-access';
import { SigningKeys } from './signing-keys';

/** Who may do what. Needs `ObservabilityModule` beside it. */
@Global()
@Module({})
export class AuthModule {
  static forRoot(config: Config['access']): DynamicModule {
    return {
      module: AuthModule,
      imports: [DiscoveryModule],
      providers: [
        DeclaredAccess,
        AccessControl,
        { provide: Authentication, useFactory: () => toAuthentication(config) },
      ],
      exports: [AccessControl],
    };
  }
}

function toAuthentication({ clients, issuer }: Config['access']): Authentication {
  return new Authentication(
    clients.length > 0 ? new ApiKeys(clients) : undefined,
    issuer && new AccessTokens(new SigningKeys(issuer.jwksUrl), issuer),
  );
}
