import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { FreebitClient } from '../freebit/freebit-client';
import { FreebitError } from '../freebit/freebit-error';
import type { Operation } from '../freebit/operations/operation';
import type { Line } from './target';
import { toWriteProblem } from './to-problem';

/** What a write brought. */
export interface Written<Output> {
  /** Names this write in the answer, in problems and in the log. */
  readonly operationId: string;
  readonly output: Output;
}

/** Writes to Freebit on behalf of our callers. */
@Injectable()
export class FreebitWrites {
  constructor(private readonly freebit: FreebitClient) {}

  /** Rejects with the problem that our caller gets, which says whether anything was applied. */
  async write<Command, Output>(
    operation: Operation<Command & { account: string }, Output>,
    line: Line,
    command: Command,
  ): Promise<Written<Output>> {
    const operationId = randomUUID();
    try {
      const output = await this.freebit.call(operation, { ...command, account: line.account });
      return { operationId, output };
    } catch (error) {
      throw error instanceof FreebitError ? toWriteProblem(error, line, operationId) : error;
    }
  }
}
