import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Public } from '../auth/access.decorator';
import { problemResponses } from '../docs/problem-responses.decorator';
import {
  ProblemCode,
  problemCodeOf,
  problemCodes,
  problemKind,
  problemSlug,
  problemType,
} from './problem-catalogue';
import { ProblemError } from './problem-error';
import { statusesOf } from './problem-kind';
import { ProblemKindDto } from './problem.dto';

/** The catalogue of errors, the target of every `type` in a problem document. */
@Public()
@ApiTags('Problems')
@Controller('problems')
export class ProblemsController {
  @Get()
  @ApiOperation({
    summary: 'List every problem that this gateway can answer with',
    operationId: 'listProblems',
    description:
      'The whole catalogue, one entry for each `code`: what it means, under which statuses it comes, and what to do. Needs no credential.',
  })
  @problemResponses(['VALIDATION_FAILED', 'OVERLOADED', 'INTERNAL_ERROR'], { path: '/problems' })
  list(): ProblemKindDto[] {
    return problemCodes.map(toProblemKindDto);
  }

  @Get(':slug')
  @ApiParam({
    name: 'slug',
    description: "The last part of a problem's `type`.",
    schema: { type: 'string', example: problemSlug('SIM_NOT_FOUND') },
  })
  @ApiOperation({
    summary: 'Explain one problem',
    operationId: 'readProblem',
    description: 'Where the `type` of every problem document leads. Needs no credential.',
  })
  @problemResponses(['PROBLEM_NOT_FOUND', 'OVERLOADED', 'INTERNAL_ERROR'], {
    path: `/problems/${problemSlug('SIM_NOT_FOUND')}`,
  })
  read(@Param('slug') slug: string): ProblemKindDto {
    const code = problemCodeOf(slug);
    if (!code) throw new ProblemError('PROBLEM_NOT_FOUND');
    return toProblemKindDto(code);
  }
}

function toProblemKindDto(code: ProblemCode): ProblemKindDto {
  const kind = problemKind(code);
  return {
    type: problemType(code),
    code,
    title: kind.title,
    status: kind.status,
    statuses: [...statusesOf(kind)],
    detail: kind.detail,
    whatToDo: kind.whatToDo,
    retryable: kind.retryable,
  };
}
