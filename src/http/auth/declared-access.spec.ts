import { Controller, Get, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { Public, Scope } from './access.decorator';
import { DeclaredAccess } from './declared-access';

@Controller('declared')
class DeclaredController {
  @Public()
  @Get('public')
  everybody(): string {
    return '';
  }

  @Scope('sims:read')
  @Get('scoped')
  some(): string {
    return '';
  }

  noRoute(): string {
    return '';
  }
}

@Scope('plan:write')
@Controller('whole')
class WholeController {
  @Get()
  all(): string {
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

it('lets an application start whose routes all say who may use them', async () => {
  await expect(start(DeclaredController, WholeController)).resolves.toBeDefined();
});

it('does not let it start with a route that does not, and names the route', async () => {
  await expect(start(DeclaredController, ForgottenController)).rejects.toThrow(
    'ForgottenController.nobodyThought',
  );
});
