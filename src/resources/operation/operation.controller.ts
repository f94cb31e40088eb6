import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { CallerParam, type Caller } from '../../access/caller';
import { Endpoint } from '../../http/docs/endpoint.decorator';
import { JsonBody } from '../../http/json-body/json-body.decorator';
import { OnBehalfOf } from '../idempotent.decorator';
import { WriteRequestParam, type WriteRequest } from '../write-request.decorator';
import { operationExamples, operationPageExamples, resolutionExamples } from './operation-examples';
import { parseOperationId, parseOperationQuery } from './operation-query';
import { type OperationDto, OperationPageDto, operationUnion, ResolutionRequest } from './operation.dto';
import { OperationService } from './operation.service';

const OPERATION_ID = {
  name: 'operationId',
  description: 'As returned by a write, its problem or a list of operations.',
  schema: { type: 'string', format: 'uuid', maxLength: 36, example: '0f8fad5b-d9cb-869f-a165-70867728950e' },
} as const;

@ApiTags('Operations')
@Controller('operations')
export class OperationController {
  constructor(private readonly operations: OperationService) {}

  @Get(':operationId')
  @ApiParam(OPERATION_ID)
  @Endpoint({
    summary: 'Read a write and its outcome',
    description:
      'For a plan change of unknown outcome the gateway looks at the line first, and settles the operation when the line shows the requested plan or the scheduled job. Each replica looks at most every 10 seconds.\n\nFor the caller that made the write, or scope `operations:resolve`. To others the operation does not exist.',
    access: 'any_caller',
    returns: operationUnion,
    answers: { 200: { description: 'The write as it stands.', examples: operationExamples } },
    problems: ['OPERATION_NOT_FOUND', 'IDEMPOTENCY_STORE_UNAVAILABLE'],
  })
  read(@Param('operationId') operationId: string, @CallerParam() caller: Caller): Promise<OperationDto> {
    return this.operations.get(parseOperationId(operationId), caller);
  }

  @Get()
  @ApiQuery({
    name: 'state',
    required: false,
    description: 'Operations in this state, oldest first. Needs the scope `operations:resolve`.',
    schema: { type: 'string', enum: ['unknown', 'running'], example: 'unknown' },
  })
  @ApiQuery({
    name: 'line',
    required: false,
    description:
      'Operations on this SIM (its number) or share group (its code), newest first. You see your own; with the scope `operations:resolve`, all of them.',
    schema: { type: 'string', maxLength: 37, pattern: '^[+A-Za-z0-9_%]+$', example: '09012345678' },
  })
  @ApiQuery({
    name: 'limit',
    required: false,
    description: 'The most that a page holds.',
    schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
  })
  @ApiQuery({
    name: 'cursor',
    required: false,
    description: '`next` of the previous page; omit it for the first page.',
    schema: { type: 'string', maxLength: 512, pattern: '^[A-Za-z0-9_=.-]+$' },
  })
  @Endpoint({
    summary: 'List writes by state or by line',
    description:
      'Give either `state` or `line`. An unknown operation stays in this list until it is resolved.',
    access: 'any_caller',
    returns: OperationPageDto,
    answers: { 200: { description: 'One page of operations.', examples: operationPageExamples } },
    problems: ['IDEMPOTENCY_STORE_UNAVAILABLE'],
  })
  list(@Query() query: Record<string, unknown>, @CallerParam() caller: Caller): Promise<OperationPageDto> {
    return this.operations.list(parseOperationQuery(query), caller);
  }

  @Post(':operationId/resolution')
  @ApiParam(OPERATION_ID)
  @Endpoint({
    summary: 'Resolve a write of unknown outcome',
    description:
      'Records what a person has found out from Freebit about one attempt. `applied`: the key replays success. `not_applied`: the key is free. A finding cannot be changed; sending the same one again is 200.',
    access: 'operations:resolve',
    returns: operationUnion,
    accepts: { type: ResolutionRequest, examples: resolutionExamples },
    answers: { 200: { description: 'The write as it stands now.' } },
    problems: [
      'OPERATION_NOT_FOUND',
      'OPERATION_NOT_UNKNOWN',
      'IDEMPOTENCY_STORE_UNAVAILABLE',
      'AUDIT_UNAVAILABLE',
    ],
  })
  @OnBehalfOf()
  resolve(
    @Param('operationId') operationId: string,
    @JsonBody() resolution: ResolutionRequest,
    @WriteRequestParam() request: WriteRequest,
  ): Promise<OperationDto> {
    return this.operations.resolve(parseOperationId(operationId), resolution, request);
  }
}
