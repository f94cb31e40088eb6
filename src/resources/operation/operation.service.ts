import { Injectable } from '@nestjs/common';
import type { Caller } from '../../http/auth/caller';
import { lineOfRecord, mayUse } from '../../http/auth/permitted-lines';
import { Operations } from '../../http/idempotency/operations';
import type { RememberedWrite } from '../../http/idempotency/write-ledger';
import { ProblemError } from '../../http/problems/problem-error';
import { maskText } from '../../observability/mask-line';
import { now } from '../instant';
import type { OperationDto, OperationListDto, OperationResolutionRequest } from './operation.dto';
import { toOperation } from './operation.mapper';
import { PacedLooks } from './paced-looks';

@Injectable()
export class OperationService {
  constructor(
    private readonly operations: Operations,
    private readonly looks: PacedLooks,
  ) {}

  async get(operationId: string, caller: Caller): Promise<OperationDto> {
    const write = await this.operations.find(operationId);
    if (write.caller !== caller.id) this.expectResolvable(write, caller);
    return toOperation(await this.looks.look(write));
  }

  async list(state: 'unknown', caller: Caller): Promise<OperationListDto> {
    const writes = await this.operations.inState(state);
    return { operations: writes.filter((write) => this.isOnLineOf(caller, write)).map(toOperation) };
  }

  async resolve(
    operationId: string,
    request: OperationResolutionRequest,
    caller: Caller,
  ): Promise<OperationDto> {
    const write = await this.operations.find(operationId);
    this.expectResolvable(write, caller);
    const { outcome, note } = request;
    const resolution = { outcome, by: caller.id, note: maskText(note), at: now() };
    return toOperation(await this.operations.resolve(write, resolution));
  }

  /** To others an operation does not exist: they get exactly the answer to an id that nobody has given out. */
  private expectResolvable(write: RememberedWrite, caller: Caller): void {
    const resolvable = caller.scopes.has('operations:resolve') && this.isOnLineOf(caller, write);
    if (!resolvable) throw new ProblemError('OPERATION_NOT_FOUND');
  }

  /** A line that cannot be read any more is nobody's who may use some lines only. */
  private isOnLineOf(caller: Caller, write: RememberedWrite): boolean {
    if (caller.lines === undefined) return true;
    const details = this.operations.detailsOf(write);
    return mayUse(caller, details && lineOfRecord(details.account));
  }
}
