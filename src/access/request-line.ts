import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ProblemDetail } from '../http/problems/problem-error';
import { parseMasterAccount, parseShareGroup, parseSim, type Line } from '../lines/line';

declare module 'fastify' {
  interface FastifyRequest {
    /** The line in the path, parsed once; null if the path names none. */
    line: Line | null;
  }
}

/** The line of a path, null if the path names none, or what is wrong with it. */
export type PathLine =
  | { readonly line: Line | null; readonly fault?: undefined }
  | { readonly line: null; readonly fault: ProblemDetail };

const NO_LINE: PathLine = { line: null };
const LOOKS_LIKE_A_NUMBER = /^\+?\d{9,}$/;

/** Reads the path parameter that names a line: `msisdn`, `groupCode` or `account`. */
export function lineOfPath(params: unknown): PathLine {
  if (typeof params !== 'object' || params === null) return NO_LINE;
  const { msisdn, groupCode, account } = params as Partial<Record<string, string>>;
  if (msisdn !== undefined) return read(parseSim(msisdn), () => simFault(msisdn));
  if (groupCode !== undefined) return read(parseShareGroup(groupCode), () => shareGroupFault(groupCode));
  if (account !== undefined) return read(parseMasterAccount(account), masterAccountFault);
  return NO_LINE;
}

function read(line: Line | undefined, faultOf: () => ProblemDetail): PathLine {
  return line === undefined ? { line: null, fault: faultOf() } : { line };
}

function simFault(text: string): ProblemDetail {
  const message = parseShareGroup(text)
    ? 'This is a share group code. Share groups are found under /share-groups/{groupCode}.'
    : 'Write 11 digits that start with 0 (09012345678), 14 that start with 0200, or +81 and the number without its 0. No spaces or hyphens.';
  return { parameter: 'msisdn', code: 'invalid_msisdn', message };
}

function shareGroupFault(text: string): ProblemDetail {
  const message = LOOKS_LIKE_A_NUMBER.test(text)
    ? 'This is a phone number. SIMs are found under /sims/{msisdn}.'
    : 'Write 1 to 16 letters or digits, an underscore, and 1 to 20 digits: AAA0_00000000001.';
  return { parameter: 'groupCode', code: 'invalid_group_code', message };
}

function masterAccountFault(): ProblemDetail {
  const message = 'Write 1 to 256 printable ASCII characters, percent-encoded where a path needs it.';
  return { parameter: 'account', code: 'invalid_account', message };
}

/** The line in the path of the request. Only for routes with such a parameter. */
export const LineParam = createParamDecorator((_: unknown, context: ExecutionContext): Line => {
  const { line } = context.switchToHttp().getRequest<FastifyRequest>();
  if (line === null) throw new Error('The path of this route names no line');
  return line;
});
