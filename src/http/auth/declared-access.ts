import { Injectable, OnModuleInit, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ACCESS, type Access } from './access.decorator';

/**
 * Who may use which route. Keeps the application from starting when a route declares neither `@Scope(...)` nor
 * `@AnyCaller()` nor `@Public()`.
 */
@Injectable()
export class DeclaredAccess implements OnModuleInit {
  private readonly accessOf = new Map<string, Access>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const open = this.discovery.getControllers().flatMap(({ metatype }) => this.undeclared(metatype));
    const ways = '@Scope(...), @AnyCaller() or @Public()';
    if (open.length > 0) throw new Error(`Routes without ${ways}: ${open.join(', ')}`);
  }

  /** Who may use the route with this template (`/sims/:msisdn`); undefined for one that no controller has. */
  of(method: string, template: string): Access | undefined {
    return this.accessOf.get(`${method} ${template}`);
  }

  /** Remembers what the routes of a controller declare, and names those that declare nothing. */
  private undeclared(controller: unknown): string[] {
    if (typeof controller !== 'function') return [];
    const methods = controller.prototype as object;
    return this.scanner.getAllMethodNames(methods).flatMap((name) => {
      const handler: unknown = Reflect.get(methods, name);
      if (typeof handler !== 'function' || !Reflect.hasMetadata(PATH_METADATA, handler)) return [];
      const [access] = [handler, controller].flatMap(declaredBy);
      if (access === undefined) return [`${controller.name}.${name}`];
      this.accessOf.set(routeOf(controller, handler), access);
      return [];
    });
  }
}

/** What a method, or the whole controller, declares. */
function declaredBy(target: object): Access[] {
  const access = Reflect.getMetadata(ACCESS, target) as Access | undefined;
  return access === undefined ? [] : [access];
}

/** `GET /sims/:msisdn`, as the server calls it. */
function routeOf(controller: object, handler: object): string {
  const [above, below] = [controller, handler].map(
    (target) => Reflect.getMetadata(PATH_METADATA, target) as string,
  );
  const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod;
  const segments = `${above}/${below}`.split('/').filter((segment) => segment !== '');
  return `${RequestMethod[method]} /${segments.join('/')}`;
}
