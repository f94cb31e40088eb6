import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AnyCaller, Scope } from '../../http/auth/access.decorator';
import { CallerParam, type Caller } from '../../http/auth/caller';
import { accessProblems, problemResponses } from '../../http/docs/problem-responses.decorator';
import { JsonBody } from '../../http/json-body/json-body.decorator';
import { OperationIdParam } from './operation-id-param';
import { OperationStateParam } from './operation-state-param';
import { OperationDto, OperationListDto, OperationResolutionRequest } from './operation.dto';
import { resolutionExamples, unknownOperations } from './operation-examples';
import { OperationService } from './operation.service';

const OPERATION_ID = {
  name: 'operationId',
  description: 'As a write, its problem or the list of operations gave it.',
  schema: { type: 'string', format: 'uuid', example: '0f8fad5b-d9cb-869f-a165-70867728950e' },
} as const;

const serverProblems = [
  'IDEMPOTENCY_STORE_UNAVAILABLE',
  'RATE_LIMITED',
  'OVERLOADED',
  'INTERNAL_ERROR',
] as const;

@ApiTags('Operations')
@Controller('operations')
export class OperationController {
  constructor(private readonly operations: OperationService) {}

  @Get(':operationId')
  @AnyCaller()
  @ApiParam(OPERATION_ID)
  @ApiOperation({
    summary: 'Read what became of a write',
    description:
      'For a plan change of unknown outcome the gateway looks at the line first, and settles the operation when the line shows the requested plan or the scheduled job. Each replica looks at most every 10 seconds; in between the write is told as it stands.\n\nFor the caller that made the write, or scope `operations:resolve`. To others there is no such operation.',
  })
  @ApiResponse({ status: 200, type: OperationDto, description: 'The write as it stands.' })
  @problemResponses([...accessProblems, 'VALIDATION_FAILED', 'OPERATION_NOT_FOUND', ...serverProblems])
  read(@OperationIdParam() operationId: string, @CallerParam() caller: Caller): Promise<OperationDto> {
    return this.operations.get(operationId, caller);
  }

  @Get()
  @Scope('operations:resolve')
  @ApiQuery({ name: 'state', required: true, enum: ['unknown'], example: 'unknown' })
  @ApiOperation({
    summary: 'List the writes of unknown outcome',
    description:
      'Oldest first. An unknown write never ends by itself: it waits here for a person.\n\nScope: `operations:resolve`.',
  })
  @ApiResponse({
    status: 200,
    type: OperationListDto,
    description: 'All writes of unknown outcome.',
    example: unknownOperations,
  })
  @problemResponses([...accessProblems, 'VALIDATION_FAILED', ...serverProblems])
  list(@OperationStateParam() state: 'unknown', @CallerParam() caller: Caller): Promise<OperationListDto> {
    return this.operations.list(state, caller);
  }

  @Post(':operationId/resolution')
  @HttpCode(200)
  @Scope('operations:resolve')
  @ApiParam(OPERATION_ID)
  @ApiOperation({
    summary: 'Resolve a write of unknown outcome',
    description:
      'Records what a person found out at Freebit. `applied`: the key replays success. `not_applied`: the key is free. The finding cannot be taken back.\n\nScope: `operations:resolve`.',
  })
  @ApiBody({ type: OperationResolutionRequest, examples: resolutionExamples })
  @ApiResponse({ status: 200, type: OperationDto, description: 'The write as it stands now.' })
  @problemResponses(
    [
      ...accessProblems,
      ...(['VALIDATION_FAILED', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const),
      ...(['OPERATION_NOT_FOUND', 'OPERATION_NOT_UNKNOWN'] as const),
      ...serverProblems,
    ],
    { write: true },
  )
  resolve(
    @OperationIdParam() operationId: string,
    @JsonBody() request: OperationResolutionRequest,
    @CallerParam() caller: Caller,
  ): Promise<OperationDto> {
    return this.operations.resolve(operationId, request, caller);
  }
}
