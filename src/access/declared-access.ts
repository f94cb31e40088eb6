import { Injectable, OnModuleInit, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ACCESS, type Access } from '../http/docs/endpoint-access';
import { ADMISSION } from './access.decorator';

/** The access that a route has declared. */
export interface RouteAccess {
  readonly access: Access;
  /** Whether its handler awaits the decision about the limits of the caller. */
  readonly awaitsAdmission: boolean;
}

/**
 * The declared access of every route. The application does not start if a route has neither `@Endpoint(...)` nor
 * `@Public()`.
 */
@Injectable()
export class DeclaredAccess implements OnModuleInit {
  private readonly routes = new Map<string, RouteAccess>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const open = this.discovery.getControllers().flatMap(({ metatype }) => this.undeclared(metatype));
    if (open.length > 0) throw new Error(`Routes without @Endpoint(...) or @Public(): ${open.join(', ')}`);
  }

  /** The access of the route with this template (`/sims/:msisdn`); undefined for a route without a controller. */
  of(method: string, template: string): RouteAccess | undefined {
    return this.routes.get(`${method} ${template}`);
  }

  /** Collects the declarations of a controller's routes, and names the routes that declare nothing. */
  private undeclared(controller: unknown): string[] {
    if (typeof controller !== 'function') return [];
    const methods = controller.prototype as object;
    return this.scanner.getAllMethodNames(methods).flatMap((name) => {
      const handler: unknown = Reflect.get(methods, name);
      if (typeof handler !== 'function' || !Reflect.hasMetadata(PATH_METADATA, handler)) return [];
      const [access] = [handler, controller].flatMap(declaredBy);
      if (access === undefined) return [`${controller.name}.${name}`];
      const awaitsAdmission = Reflect.hasMetadata(ADMISSION, handler);
      this.routes.set(routeOf(controller, handler), { access, awaitsAdmission });
      return [];
    });
  }
}

/** The declaration of a method, or of its whole controller. */
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
