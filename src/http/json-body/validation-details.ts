import type { ValidationError } from 'class-validator';
import { type ProblemDetail } from '../problems/problem-error';
import { jsonPointer } from './json-pointer';

/** Our stable code for each of class-validator's rules; any other rule is `invalid_value`. */
const codeOfRule: Partial<Record<string, string>> = {
  whitelistValidation: 'unknown_property',
  isDefined: 'required',
  isNotEmpty: 'required',
  ...rules('wrong_type', [
    'isInt',
    'isNumber',
    'isString',
    'isBoolean',
    'isObject',
    'isArray',
    'nestedValidation',
  ]),
  ...rules('out_of_range', ['min', 'max', 'isPositive', 'arrayMinSize', 'arrayMaxSize']),
  ...rules('invalid_length', ['minLength', 'maxLength', 'isLength']),
  ...rules('invalid_format', ['matches', 'isEmail', 'isUUID', 'isAscii', 'isDateString', 'isISO8601']),
  ...rules('not_allowed', ['isIn', 'isEnum', 'equals']),
};

/** When a property breaks several rules, the first of these explains the others. */
const tellingOrder = ['unknown_property', 'required', 'wrong_type'];

interface BrokenRule {
  readonly code: string;
  readonly message: string;
}

/** One detail for every invalid property, at any depth. A rule may set its own code: `context: { code }`. */
export function toProblemDetails(
  errors: readonly ValidationError[],
  parents: readonly string[] = [],
): ProblemDetail[] {
  return errors.flatMap((error) => {
    const path = [...parents, error.property];
    const broken = mostTelling(brokenRules(error));
    const own = broken ? [{ pointer: jsonPointer(path), ...broken }] : [];
    return [...own, ...toProblemDetails(error.children ?? [], path)];
  });
}

function brokenRules({ property, value, constraints = {}, contexts }: ValidationError): BrokenRule[] {
  return Object.entries(constraints).map(([rule, message]) => {
    const code = codeInContext(contexts?.[rule]) ?? codeOfRule[rule] ?? 'invalid_value';
    if (code === 'unknown_property') return { code, message: 'This property is not known here.' };
    if (value === undefined) return { code: 'required', message: `${property} is required` };
    return { code, message };
  });
}

function mostTelling(broken: readonly BrokenRule[]): BrokenRule | undefined {
  const rank = ({ code }: BrokenRule) => tellingOrder.indexOf(code) + 1 || tellingOrder.length + 1;
  return broken.toSorted((a, b) => rank(a) - rank(b))[0];
}

function codeInContext(context: unknown): string | undefined {
  if (typeof context !== 'object' || context === null || !('code' in context)) return undefined;
  return typeof context.code === 'string' ? context.code : undefined;
}

function rules(code: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, code]));
}
