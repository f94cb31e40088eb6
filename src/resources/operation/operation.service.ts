import { Injectable } from '@nestjs/common';
import { Operations } from '../../http/idempotency/operations';
import { maskText } from '../../observability/mask-line';
import { now } from '../instant';
import { PlanChangeSettlement } from '../plan-change-settlement';
import type { OperationDto, OperationListDto, OperationResolutionRequest } from './operation.dto';
import { toOperation } from './operation.mapper';

@Injectable()
export class OperationService {
  constructor(
    private readonly operations: Operations,
    private readonly settlement: PlanChangeSettlement,
  ) {}

  async get(operationId: string): Promise<OperationDto> {
    const write = await this.operations.find(operationId);
    return toOperation(await this.settlement.look(write));
  }

  async list(state: 'unknown'): Promise<OperationListDto> {
    return { operations: (await this.operations.inState(state)).map(toOperation) };
  }

  async resolve(operationId: string, request: OperationResolutionRequest, by: string): Promise<OperationDto> {
    const write = await this.operations.find(operationId);
    const resolution = { outcome: request.outcome, by, note: maskText(request.note), at: now() };
    return toOperation(await this.operations.resolve(write, resolution));
  }
}
