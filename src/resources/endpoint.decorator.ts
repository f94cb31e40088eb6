import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiHeader } from '@nestjs/swagger';
import { AwaitsAdmission } from '../access/access.decorator';
import type { Scope } from '../config/scopes';
import type { FreebitDocument } from '../freebit/calls/freebit-call';
import { rejectionOf } from '../freebit/result-codes';
import {
  Endpoint as DocumentedEndpoint,
  type EndpointOptions as DocumentedOptions,
} from '../http/docs/endpoint.decorator';
import type { HeaderName } from '../http/docs/header-components';
import type { ProblemCode } from '../http/problems/problem-catalogue';
import { failureProblems } from './failure-problems';
import { writeProblems } from './idempotent.decorator';
import { problemOfRejection } from './rejection-table';
import type { Line } from '../lines/line';

export interface EndpointOptions extends Pick<
  DocumentedOptions,
  'summary' | 'description' | 'returns' | 'accepts' | 'answers'
> {
  readonly scope: Scope;
  /** The call that the route makes. */
  readonly freebit: {
    readonly document: FreebitDocument;
    readonly effect: 'read' | 'write';
    readonly rejections: readonly string[];
  };
  readonly target: Line['type'];
}

/** The titles of Freebit's papers, in their own language. */
const paperTitles: Readonly<Record<FreebitDocument, string>> = {
  'PA01-01': 'OEM認証',
  'PA03-02': 'アカウント詳細情報取得',
  'PA04-04': 'スペック・クォータ追加',
  'PA05-01': 'MVNO通信情報取得',
  'PA05-21': 'MVNOプラン変更',
};

/**
 * All that a route with a Freebit call needs besides its verb: documentation, problems and access. The problems follow
 * from the call and the kind of line. The handler awaits the limits of the caller itself (`admitted` of its request).
 */
export function Endpoint(options: EndpointOptions): MethodDecorator {
  const { scope, freebit, target, ...documented } = options;
  return applyDecorators(
    DocumentedEndpoint({
      ...documented,
      description: `${documented.description}\n\nFreebit: ${freebit.document} ${paperTitles[freebit.document]}.`,
      access: scope,
      answers: Object.fromEntries(
        Object.entries(documented.answers).map(([status, answer]) => [
          status,
          { ...answer, headers: headersOf(freebit.effect, status) },
        ]),
      ),
      problems: problemsOf({ freebit, target }),
    }),
    ...(freebit.effect === 'read' ? [FRESHNESS_HEADER] : []),
    AwaitsAdmission(),
    ApiExtension('x-freebit', freebit.document),
  );
}

/** Codes that any call may answer although its paper does not list them; on lines also their equivalents. */
const ANYWHERE = ['201', '204', '900'];
const ON_LINES = ['211', '240', '330'];

/** Any call may answer any rejection, so every code has a problem. These are the ones that a route documents. */
function problemsOf({ freebit, target }: Pick<EndpointOptions, 'freebit' | 'target'>): ProblemCode[] {
  const { effect } = freebit;
  const codes = [...freebit.rejections, ...ANYWHERE, ...(target === 'master_account' ? [] : ON_LINES)];
  return [
    'BULK_QUERY_BLOCKED',
    ...(effect === 'write' ? writeProblems : []),
    ...codes.map((code) => problemOfRejection(rejectionOf(code), effect, target)),
    problemOfRejection('unknown_code', effect, target),
    ...Object.values(failureProblems).map((problem) => problem[effect].code),
  ];
}

const FRESHNESS_HEADER = ApiHeader({
  name: 'Cache-Control',
  description:
    '`no-cache` asks Freebit again, unless the cached answer is younger than 10 seconds (traffic: 60). Any other value changes nothing.',
  required: false,
  // Without an example, which Swagger UI would send.
  schema: { type: 'string', maxLength: 256 },
});

function headersOf(effect: 'read' | 'write', status: string): readonly HeaderName[] {
  if (effect === 'read') return ['Age', 'Cache-Status'];
  return status === '202' ? ['Idempotency-Replayed', 'Location'] : ['Idempotency-Replayed'];
}
