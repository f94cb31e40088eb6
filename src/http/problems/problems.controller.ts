import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Endpoint } from '../docs/endpoint.decorator';
import {
  type ProblemCode,
  problemCodeOf,
  problemCodes,
  problemKind,
  problemSlug,
  problemType,
} from './problem-catalogue';
import { ProblemError } from './problem-error';
import { pagePolicy, problemListPage, problemPage, wantsPage } from './problem-pages';
import { statusesOf } from './problem-kind';
import { ProblemKindDto } from './problem.dto';

/** The catalogue of errors: the target of every `type` in a problem document. */
@ApiTags('Problems')
@Controller('problems')
export class ProblemsController {
  @Get()
  @Endpoint({
    operationId: 'listProblems',
    summary: 'List every problem that this gateway can answer with',
    description:
      'The whole catalogue, one entry for each `code`: its meaning, its statuses, and what to do. A browser gets a page.',
    access: 'public',
    returns: [ProblemKindDto],
    pages: true,
    answers: { 200: { description: 'Every kind of problem.' } },
    problems: ['VALIDATION_FAILED', 'OVERLOADED', 'INTERNAL_ERROR'],
  })
  list(
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): ProblemKindDto[] | string {
    reply.header('Vary', 'Accept');
    return wantsPage(accept) ? asPage(reply, problemListPage()) : problemCodes.map(toProblemKindDto);
  }

  @Get(':slug')
  @ApiParam({
    name: 'slug',
    description: "The last part of a problem's `type`.",
    schema: { type: 'string', maxLength: 64, pattern: '^[a-z-]+$', example: problemSlug('SIM_NOT_FOUND') },
  })
  @Endpoint({
    operationId: 'getProblem',
    summary: 'Explain one problem',
    description: 'The `type` of every problem document leads here. A browser gets a page.',
    access: 'public',
    returns: ProblemKindDto,
    pages: true,
    answers: { 200: { description: 'The kind of problem.' } },
    problems: ['VALIDATION_FAILED', 'PROBLEM_NOT_FOUND', 'OVERLOADED', 'INTERNAL_ERROR'],
  })
  read(
    @Param('slug') slug: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): ProblemKindDto | string {
    const code = problemCodeOf(slug);
    if (!code) throw new ProblemError('PROBLEM_NOT_FOUND');
    reply.header('Vary', 'Accept');
    return wantsPage(accept) ? asPage(reply, problemPage(code)) : toProblemKindDto(code);
  }
}

function asPage(reply: FastifyReply, page: string): string {
  reply.header('Content-Security-Policy', pagePolicy).type('text/html; charset=utf-8');
  return page;
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
