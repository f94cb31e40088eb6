import { Global, Module, type DynamicModule } from '@nestjs/common';
import { LineNames } from './line-names';

/** The names of lines, for every part that stores something about a line. */
@Global()
@Module({})
export class LinesModule {
  /** `contract` is host and OEM id. */
  static forRoot(secret: string, contract: string): DynamicModule {
    const names = { provide: LineNames, useFactory: () => new LineNames(secret, contract) };
    return { module: LinesModule, providers: [names], exports: [LineNames] };
  }
}
