import { Injectable } from '@nestjs/common';
import { FreebitClient } from '../freebit/freebit-client';
import { FreebitError } from '../freebit/freebit-error';
import type { Operation } from '../freebit/operations/operation';
import { refusalOf } from '../freebit/result-codes';
import type { Answer } from '../http/read-cache/cache-entry';
import { NoLongerWaiting } from '../http/read-cache/flights';
import { ReadCache } from '../http/read-cache/read-cache';
import type { ReadCall } from '../http/read-cache/read-call.decorator';
import type { ReadKind } from '../http/read-cache/read-kind';
import type { Target } from './target';
import { toReadProblem } from './to-problem';

/** What a read brought, and how old it is. */
export interface Retrieved<Value> {
  readonly value: Value;
  readonly retrievedAt: string;
  readonly stale: boolean;
}

type ReadOperation<Output> = Operation<{ account: string }, Output>;

/** Reads from Freebit on behalf of our callers. */
@Injectable()
export class FreebitReads {
  constructor(
    private readonly freebit: FreebitClient,
    private readonly cache: ReadCache,
  ) {}

  /** Rejects with the problem that our caller gets. */
  async read<Output>(
    operation: ReadOperation<Output>,
    target: Target,
    call: ReadCall,
  ): Promise<Retrieved<Output>> {
    const { document } = operation;
    const { account } = target;
    const fetch = (signal: AbortSignal) => this.ask(operation, account, signal);
    const read = { kind: kindOf(operation, target), account, fetch, isFault };
    try {
      const { answer, retrievedAt, stale } = await this.cache.read<Output>(read, call);
      if (answer.kind === 'found') return { value: answer.value, retrievedAt, stale };
      const { detailCode, statusCode } = answer;
      throw new FreebitError(document, { kind: 'refused', detailCode, statusCode });
    } catch (error) {
      if (error instanceof NoLongerWaiting)
        throw toReadProblem(new FreebitError(document, { kind: 'timed_out' }), target);
      throw error instanceof FreebitError ? toReadProblem(error, target) : error;
    }
  }

  private async ask<Output>(
    operation: ReadOperation<Output>,
    account: string,
    signal: AbortSignal,
  ): Promise<Answer<Output>> {
    try {
      return { kind: 'found', value: await this.freebit.call(operation, { account }, undefined, signal) };
    } catch (error) {
      const failure = error instanceof FreebitError ? error.failure : null;
      if (failure?.kind !== 'refused' || !isNotFound(failure.detailCode)) throw error;
      const { detailCode, statusCode } = failure;
      return { kind: 'missing', detailCode, statusCode };
    }
  }
}

function kindOf({ document }: ReadOperation<unknown>, { type }: Target): ReadKind {
  if (document === 'PA05-01') return 'traffic';
  return type === 'master_account' ? 'master' : 'detail';
}

function isNotFound(detailCode: string): boolean {
  const refusal = refusalOf(detailCode);
  return refusal === 'account_not_found' || refusal === 'share_group_not_found';
}

/** A refusal is Freebit's word on the line, but for the one that says that Freebit itself went wrong. */
function isFault(error: unknown): boolean {
  if (!(error instanceof FreebitError)) return false;
  const { failure } = error;
  return failure.kind !== 'refused' || refusalOf(failure.detailCode) === 'unexpected_error';
}
