import {
  Global,
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { watchApiClients, type ApiClientsWatch } from '../config/api-clients-file';
import type { Config } from '../config/config';
import { LOGGER, type Logger } from '../observability/logger';
import { AccessControl } from './access-control';
import { AccessTokens } from './access-tokens';
import { ApiKeys } from './api-keys';
import { Authentication } from './authentication';
import { DeclaredAccess } from './declared-access';
import { SigningKeys } from './signing-keys';

/** `secret` derives the names of subjects that must not be shown in logs and in the store. */
export type AccessOptions = Config['access'] & { readonly secret: string };

const CLIENTS_FILE = Symbol('CLIENTS_FILE');

/** Authentication, scopes and lines. Needs `ObservabilityModule`. */
@Global()
@Module({})
export class AuthModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private watch: ApiClientsWatch | undefined;

  constructor(
    @Inject(CLIENTS_FILE) private readonly clientsFile: string | null,
    private readonly authentication: Authentication,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  static forRoot(options: AccessOptions): DynamicModule {
    return {
      module: AuthModule,
      imports: [DiscoveryModule],
      providers: [
        DeclaredAccess,
        AccessControl,
        { provide: CLIENTS_FILE, useValue: options.clientsFile ?? null },
        { provide: Authentication, useFactory: () => toAuthentication(options) },
      ],
      exports: [AccessControl, DeclaredAccess],
    };
  }

  /** Replaces the clients with those in the file. Errors in it are logged, and the earlier clients stay in force. */
  onApplicationBootstrap(): void {
    if (this.clientsFile === null) return;
    this.watch = watchApiClients(
      this.clientsFile,
      (clients) => {
        this.authentication.replaceClients(clients);
        this.logger.info({ count: clients.length }, 'API_CLIENTS_FILE was read');
      },
      (reason) => this.logger.error({ reason }, 'API_CLIENTS_FILE was refused: the earlier clients stay'),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    this.watch?.close();
    await this.authentication.close();
  }
}

function toAuthentication({ clients, issuer, proxy, secret }: AccessOptions): Authentication {
  return new Authentication(
    new ApiKeys(clients),
    issuer && new AccessTokens(new SigningKeys(issuer.jwksUrl, proxy), { ...issuer, secret }),
  );
}
