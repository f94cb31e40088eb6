import { Controller, Get, Module, Put, SetMetadata } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { ACCESS, type Access } from '../http/docs/endpoint-access';
import { AwaitsAdmission, Public } from './access.decorator';
import { DeclaredAccess } from './declared-access';

const Declared = (access: Access) => SetMetadata(ACCESS, access);

@Controller('declared')
class DeclaredController {
  @Public()
  @Get('public')
  anonymous(): string {
    return '';
  }

  @Declared('sims:read')
  @AwaitsAdmission()
  @Get('scoped')
  some(): string {
    return '';
  }

  noRoute(): string {
    return '';
  }
}

@Declared('plan:write')
@Controller('whole')
class WholeController {
  @Get()
  all(): string {
    return '';
  }
}

@Declared('operations:resolve')
@Controller('mixed/:id')
class MixedController {
  @Get()
  scoped(): string {
    return '';
  }

  @Declared('any_caller')
  @Put('own')
  own(): string {
    return '';
  }
}

@Controller('forgotten')
class ForgottenController {
  @Get()
  nobodyThought(): string {
    return '';
  }
}

function start(...controllers: (new () => object)[]) {
  @Module({ imports: [DiscoveryModule], providers: [DeclaredAccess], controllers })
  class App {}
  return Test.createTestingModule({ imports: [App] })
    .compile()
    .then((module) => module.init());
}

it('an application starts if every route declares who may use it', async () => {
  await expect(start(DeclaredController, WholeController)).resolves.toBeDefined();
});

it('who may use a route is known by method and template, and unknown routes give nothing', async () => {
  const app = await start(DeclaredController, WholeController, MixedController);
  const declared = app.get(DeclaredAccess);

  const of = (route: string) => declared.of(...(route.split(' ') as [string, string]))?.access;
  expect(of('GET /declared/public')).toBe('public');
  expect(of('GET /declared/scoped')).toBe('sims:read');
  expect(of('GET /whole')).toBe('plan:write');
  expect(of('GET /mixed/:id')).toBe('operations:resolve');
  expect(of('PUT /mixed/:id/own')).toBe('any_caller');
  expect(declared.of('GET', '/declared/scoped')?.awaitsAdmission).toBe(true);
  expect(declared.of('GET', '/whole')?.awaitsAdmission).toBe(false);
  for (const other of ['POST /whole', 'GET /whole/', 'GET /mixed', 'GET /'])
    expect(of(other)).toBeUndefined();
});

it('an application does not start with a route that declares nothing, and the error names the route', async () => {
  await expect(start(DeclaredController, ForgottenController)).rejects.toThrow(
    'ForgottenController.nobodyThought',
  );
});
