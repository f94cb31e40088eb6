import { type ProblemDetail, ProblemError } from '../problems/problem-error';
import { inspectJson, malformedAt } from './json-inspection';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The value of a JSON body, or a VALIDATION_FAILED that says where it is wrong. A byte order mark is passed over.
 * No body at all is undefined; whether that is allowed is for the route to say.
 */
export function readJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  const text = decode(bytes);
  const value = parse(text);
  const errors = inspect(text);
  if (errors.length > 0) throw new ProblemError('VALIDATION_FAILED', { errors });
  return value;
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw refusal('invalid_encoding', 'The body is not valid UTF-8.');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The message of JSON.parse repeats a piece of the body, so it is not passed on.
    const position = withinDepth(() => malformedAt(text));
    const where = position ? ` at line ${position.line}, column ${position.column}` : '';
    throw refusal('malformed_json', `The body is not valid JSON${where}.`);
  }
}

function inspect(text: string): ProblemDetail[] {
  return withinDepth(() => inspectJson(text)).slice(0, mostErrors);
}

/** 16 KiB can hold thousands of equal faults; whoever sends them learns enough from the first. */
const mostErrors = 50;

/** The inspection is recursive, JSON.parse is not: thousands of nested arrays only fit through the latter. */
function withinDepth<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw refusal('nested_too_deeply', 'The body is nested too deeply.');
    throw error;
  }
}

function refusal(code: string, message: string): ProblemError {
  return new ProblemError('VALIDATION_FAILED', { errors: [{ pointer: '#', code, message }] });
}
