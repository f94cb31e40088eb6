import { Injectable } from '@nestjs/common';
import { FreebitClient } from '../freebit/freebit-client';
import { FreebitError } from '../freebit/freebit-error';
import type { Operation } from '../freebit/operations/operation';
import { now } from './instant';
import type { Target } from './target';
import { toReadProblem } from './to-problem';

/** What a read brought, and how old it is. */
export interface Retrieved<Value> {
  readonly value: Value;
  readonly retrievedAt: string;
  readonly stale: boolean;
}

/** Reads from Freebit on behalf of our callers. */
@Injectable()
export class FreebitReads {
  constructor(private readonly freebit: FreebitClient) {}

  /** Rejects with the problem that our caller gets. */
  async read<Output>(
    operation: Operation<{ account: string }, Output>,
    target: Target,
  ): Promise<Retrieved<Output>> {
    try {
      const value = await this.freebit.call(operation, { account: target.account });
      return { value, retrievedAt: now(), stale: false };
    } catch (error) {
      throw error instanceof FreebitError ? toReadProblem(error, target) : error;
    }
  }
}
