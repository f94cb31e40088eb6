import { ProblemError } from '../../http/problems/problem-error';
import { parseShareGroup, parseSim, type WritableLine } from '../../lines/line';
import type { IndexEntry } from '../../store/store';

/** Which operations to list: those in a state, or those on a line. */
export interface OperationQuery {
  readonly by:
    | { readonly kind: 'state'; readonly state: 'running' | 'unknown' }
    | { readonly kind: 'line'; readonly line: WritableLine };
  readonly limit: number;
  readonly after: IndexEntry | undefined;
}

const USUAL_LIMIT = 50;
const LARGEST_LIMIT = 100;

/** Throws `VALIDATION_FAILED` for a query with neither, with both, or with a malformed one. */
export function parseOperationQuery(query: Readonly<Record<string, unknown>>): OperationQuery {
  const { state, line, limit, cursor, ...others } = query;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) refuse(unknown, 'not_allowed', 'This parameter is not known here.');
  if ((state === undefined) === (line === undefined))
    refuse('state', 'required', 'Send either state=unknown, state=running or line.');
  return {
    by:
      line === undefined
        ? { kind: 'state', state: parseState(state) }
        : { kind: 'line', line: parseLine(line) },
    limit: parseLimit(limit),
    after: parseCursor(cursor),
  };
}

/** The cursor of a position in a list. */
export function toCursor({ member, score }: IndexEntry): string {
  return Buffer.from(`${score}.${member}`).toString('base64url');
}

export function parseOperationId(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) return text;
  return refuse(
    'operationId',
    'invalid_operation_id',
    'Write the operationId as the gateway gave it: a UUID in lower case.',
  );
}

function parseState(state: unknown): 'running' | 'unknown' {
  if (state === 'running' || state === 'unknown') return state;
  return refuse('state', 'not_allowed', 'Only running and unknown writes are listed.');
}

function parseLine(text: unknown): WritableLine {
  const line = typeof text === 'string' ? (parseSim(text) ?? parseShareGroup(text)) : undefined;
  return line ?? refuse('line', 'invalid_line', 'Write a phone number (09012345678) or a share group code.');
}

function parseLimit(text: unknown): number {
  if (text === undefined) return USUAL_LIMIT;
  const limit = typeof text === 'string' && /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= LARGEST_LIMIT) return limit;
  return refuse('limit', 'out_of_range', `Send a whole number from 1 to ${LARGEST_LIMIT}.`);
}

function parseCursor(text: unknown): IndexEntry | undefined {
  if (text === undefined) return undefined;
  const decoded = typeof text === 'string' ? Buffer.from(text, 'base64url').toString() : '';
  const [, score, member] = /^(\d{1,16})\.([0-9a-f-]{36})$/.exec(decoded) ?? [];
  if (score !== undefined && member !== undefined) return { score: Number(score), member };
  return refuse('cursor', 'invalid_cursor', 'Send the `next` of the previous page, unchanged.');
}

function refuse(parameter: string, code: string, message: string): never {
  throw new ProblemError('VALIDATION_FAILED', { errors: [{ parameter, code, message }] });
}
