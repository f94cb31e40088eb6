import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS, Access } from './access.decorator';

/**
 * The place at which callers are admitted. It does not know callers yet and admits everybody, but only to routes that
 * declare who may use them; a route without such a declaration already keeps the application from starting.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<Access | undefined>(ACCESS, targets) !== undefined;
  }
}
