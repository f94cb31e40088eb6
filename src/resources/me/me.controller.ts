import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CallerParam, type Caller } from '../../access/caller';
import { Endpoint } from '../../http/docs/endpoint.decorator';
import { MeDto } from './me.dto';
import { meExamples } from './me-examples';
import { MeService } from './me.service';

@ApiTags('Callers')
@Controller('me')
export class MeController {
  constructor(private readonly me: MeService) {}

  @Get()
  @Endpoint({
    operationId: 'readMe',
    summary: 'Read who you are and what you may do',
    description:
      'Your id, scopes and lines, your limits, and what is left of them now. This request counts towards the rate and the requests in flight.',
    access: 'any_caller',
    returns: MeDto,
    answers: { 200: { description: 'The caller.', examples: meExamples } },
    problems: ['IDEMPOTENCY_STORE_UNAVAILABLE'],
  })
  read(@CallerParam() caller: Caller): Promise<MeDto> {
    return this.me.of(caller);
  }
}
