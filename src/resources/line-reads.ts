import { Injectable } from '@nestjs/common';
import type { FreebitCall } from '../freebit/calls/freebit-call';
import { FreebitClient } from '../freebit/freebit-client';
import { FreebitError } from '../freebit/freebit-error';
import { rejectionOf } from '../freebit/result-codes';
import type { StopSignal } from '../freebit/stop-signal';
import type { Line } from '../lines/line';
import { Metrics } from '../observability/metrics';
import type { Said } from '../reads/cache-entry';
import type { ReadKind } from '../reads/freshness';
import { ReadCache, type CacheOutcome } from '../reads/read-cache';
import { NoLongerWaiting } from '../reads/single-flight';
import type { ReadRequest } from './read-request.decorator';
import { toReadProblem } from './to-problem';

/** The result of a read, and when Freebit answered it. */
export interface Retrieved<Value> {
  readonly value: Value;
  readonly retrievedAt: string;
  readonly stale: boolean;
}

type ReadCall<Output> = FreebitCall<{ account: string }, Output>;

/** Reads lines from the cache or from Freebit. */
@Injectable()
export class LineReads {
  constructor(
    private readonly freebit: FreebitClient,
    private readonly cache: ReadCache,
    private readonly metrics: Metrics,
  ) {}

  /** Rejects with the problem for the caller. */
  async read<Output>(call: ReadCall<Output>, line: Line, request: ReadRequest): Promise<Retrieved<Output>> {
    const kind = kindOf(call, line);
    const fetch = (signal: StopSignal) => this.ask(call, line, signal);
    try {
      const { entry, outcome } = await this.cache.read<Output>({ kind, line, fetch, isFault }, request);
      request.tell(outcome);
      this.metrics.cachedReads.inc({ kind, result: resultOf(outcome) });
      const { said, retrievedAt } = entry;
      if (said.kind === 'found') return { value: said.value, retrievedAt, stale: outcome.kind === 'stale' };
      const { detailCode, statusCode } = said;
      throw new FreebitError(call.document, { kind: 'refused', detailCode, statusCode });
    } catch (error) {
      if (error instanceof NoLongerWaiting)
        throw toReadProblem(new FreebitError(call.document, { kind: 'timed_out' }), line);
      throw error instanceof FreebitError ? toReadProblem(error, line) : error;
    }
  }

  private async ask<Output>(call: ReadCall<Output>, line: Line, signal: StopSignal): Promise<Said<Output>> {
    const result = await this.freebit.read(call, { account: line.id }, signal);
    if (result.kind === 'answered') return { kind: 'found', value: result.output };
    const { failure } = result;
    if (failure.kind !== 'refused' || !isNotFound(failure.detailCode))
      throw new FreebitError(call.document, failure);
    const { detailCode, statusCode } = failure;
    return { kind: 'missing', detailCode, statusCode };
  }
}

function kindOf({ document }: ReadCall<unknown>, { type }: Line): ReadKind {
  if (document === 'PA05-01') return 'traffic';
  return type === 'master_account' ? 'master' : 'detail';
}

function isNotFound(detailCode: string): boolean {
  const rejection = rejectionOf(detailCode);
  return rejection === 'account_not_found' || rejection === 'share_group_not_found';
}

/** A rejection says something about the line, except the code for an internal error of Freebit. */
function isFault(error: unknown): boolean {
  if (!(error instanceof FreebitError)) return false;
  const { failure } = error;
  return failure.kind !== 'refused' || rejectionOf(failure.detailCode) === 'unexpected_error';
}

function resultOf(outcome: CacheOutcome): 'hit' | 'miss' | 'coalesced' | 'stale' {
  if (outcome.kind !== 'asked') return outcome.kind;
  return outcome.collapsed ? 'coalesced' : 'miss';
}
