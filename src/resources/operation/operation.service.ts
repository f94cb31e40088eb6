import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller';
import { toProblem } from '../../http/problems/problem-document';
import { ProblemError } from '../../http/problems/problem-error';
import type { ProblemDto } from '../../http/problems/problem.dto';
import { covers } from '../../lines/line-pattern';
import { MoneyLimits } from '../../limits/money-limits';
import { maskText } from '../../observability/mask-text';
import { Operations, type OperationPage } from '../../writes/operations';
import type { Operation } from '../../writes/write-ledger';
import type { WriteRequest } from '../write-request.decorator';
import { PlanChangeSettlement } from '../plan/plan-change-settlement';
import { toCursor, type OperationQuery } from './operation-query';
import type { OperationDto, OperationPageDto, ResolutionRequest } from './operation.dto';
import { toOperation } from './operation.mapper';

@Injectable()
export class OperationService {
  constructor(
    private readonly operations: Operations,
    private readonly settlement: PlanChangeSettlement,
    private readonly money: MoneyLimits,
  ) {}

  async get(operationId: string, caller: Caller): Promise<OperationDto> {
    const operation = await this.operations.find(operationId);
    if (!isOwn(operation, caller)) expectResolvable(operation, caller);
    return this.toDto(await this.settlement.lookFor(operation));
  }

  /** Throws `PERMISSION_DENIED` if the caller may not list these operations. */
  async list({ by, limit, after }: OperationQuery, caller: Caller): Promise<OperationPageDto> {
    if (by.kind === 'line')
      return this.toPage(await this.operations.onLine(by.line, { after, limit }), caller);
    if (!mayResolve(caller)) throw new ProblemError('PERMISSION_DENIED');
    return this.toPage(await this.operations.inState(by.state, { after, limit }), caller);
  }

  async resolve(
    operationId: string,
    { attempt, outcome, note }: ResolutionRequest,
    { caller, onBehalfOf, requestId }: WriteRequest,
  ): Promise<OperationDto> {
    const operation = await this.operations.find(operationId);
    expectResolvable(operation, caller);
    const finding = { attempt, outcome, by: caller.id, onBehalfOf, requestId, note: maskText(note) };
    const resolved = await this.operations.resolve(operation, finding);
    const { caller: writer, owner, type } = operation.record;
    if (type === 'quota_addition') void this.money.settle(writer, owner, outcome);
    return this.toDto(resolved);
  }

  /** Operations that the caller may not see are left out. */
  private toPage({ operations, next }: OperationPage, caller: Caller): OperationPageDto {
    const visible = operations.filter(
      (operation) => operation.details && (isOwn(operation, caller) || isResolvable(operation, caller)),
    );
    return {
      operations: visible.map((operation) => this.toDto(operation)),
      ...(next && { next: toCursor(next) }),
    };
  }

  /** Throws if the operation was sealed with another secret, so that its content cannot be read. */
  private toDto(operation: Operation): OperationDto {
    const { details, operationId } = operation;
    if (!details) throw new ProblemError('IDEMPOTENCY_STORE_UNAVAILABLE', { operationId });
    const note = this.operations.noteOf(operation);
    return toOperation(operation, { details, problem: this.problemOf(operation), note });
  }

  private problemOf(operation: Operation): ProblemDto | undefined {
    const error = this.operations.problemOf(operation);
    const requestId = error?.facts.requestId;
    return error && requestId !== undefined
      ? toProblem(error, { requestId, instance: null, write: true })
      : undefined;
  }
}

function isOwn({ record }: Operation, { id }: Caller): boolean {
  return record.caller === id;
}

function mayResolve({ scopes }: Caller): boolean {
  return scopes.has('operations:resolve');
}

/** An operation whose line cannot be decrypted is hidden from callers with a list of lines. */
function isResolvable({ details }: Operation, caller: Caller): boolean {
  if (!mayResolve(caller)) return false;
  const { lines } = caller;
  if (lines === undefined) return true;
  return details !== undefined && lines.some((pattern) => covers(pattern, details.line));
}

/** For other callers the operation does not exist: they get the answer for an unknown id. */
function expectResolvable(operation: Operation, caller: Caller): void {
  if (!isResolvable(operation, caller)) throw new ProblemError('OPERATION_NOT_FOUND');
}
