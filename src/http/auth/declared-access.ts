import { Injectable, OnModuleInit } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ACCESS } from './access.decorator';

/** Keeps the application from starting when a route declares neither `@Scope(...)` nor `@AnyCaller()` nor `@Public()`. */
@Injectable()
export class DeclaredAccess implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const open = this.discovery.getControllers().flatMap(({ metatype }) => this.undeclared(metatype));
    if (open.length > 0) throw new Error(`Routes without @Scope(...) or @Public(): ${open.join(', ')}`);
  }

  private undeclared(controller: unknown): string[] {
    if (typeof controller !== 'function') return [];
    const methods = controller.prototype as object;
    return this.scanner.getAllMethodNames(methods).flatMap((name) => {
      const handler: unknown = Reflect.get(methods, name);
      if (typeof handler !== 'function' || !Reflect.hasMetadata(PATH_METADATA, handler)) return [];
      const declared = [handler, controller].some((target) => Reflect.hasMetadata(ACCESS, target));
      return declared ? [] : [`${controller.name}.${name}`];
    });
  }
}
