import { papers } from '../../freebit-docs/papers';
import { Gateway } from '../harness/gateway';
import { ask, freebitRoutes, startOver, titleOf, type FreebitRoute } from './freebit-routes';

interface Meaning {
  readonly status: number;
  readonly code: string | Readonly<Record<FreebitRoute['target'], string>>;
  readonly retryable?: boolean;
  readonly pointer?: string;
  readonly retryAfter?: string;
  readonly outcome?: 'unknown';
}

const violation: Meaning = { status: 502, code: 'UPSTREAM_CONTRACT_VIOLATION' };
const unknown: Meaning = { status: 502, code: 'OUTCOME_UNKNOWN', outcome: 'unknown' };
const state: Meaning = { status: 409, code: 'ACCOUNT_STATE_CONFLICT' };
const pending: Meaning = {
  status: 409,
  code: 'OPERATION_IN_PROGRESS',
  retryable: true,
  retryAfter: '60',
};
const rejected = (code: string, pointer?: string): Meaning => ({ status: 422, code, pointer });
const notFound: Meaning = {
  status: 404,
  code: {
    sim: 'SIM_NOT_FOUND',
    share_group: 'SHARE_GROUP_NOT_FOUND',
    master_account: 'MASTER_ACCOUNT_NOT_FOUND',
  },
};
const both = (meaning: Meaning) => ({ read: meaning, write: meaning });

/** The first table of the contract: every detail code and what our callers see, in any call. */
const MEANINGS: Readonly<Record<number, Readonly<Record<FreebitRoute['effect'], Meaning>>>> = {
  200: both(violation),
  201: both(rejected('ACCOUNT_REJECTED')),
  204: { read: violation, write: rejected('PARAMETER_REJECTED') },
  210: both(notFound),
  211: both(state),
  220: both(rejected('PLAN_CODE_REJECTED', '#/planCode')),
  221: both(rejected('QUOTA_AMOUNT_REJECTED', '#/amountMb')),
  226: both(violation),
  227: both(violation),
  230: both(pending),
  231: both(rejected('GLOBAL_IP_REJECTED', '#/globalIp')),
  233: both(rejected('SERVICE_NOT_PROVIDED')),
  234: both(rejected('QUOTA_ADDITION_NOT_ALLOWED')),
  236: both(violation),
  237: both(rejected('QUOTA_REFERENCE_REJECTED', '#/reference')),
  240: both(rejected('PHONE_NUMBER_NOT_ELIGIBLE')),
  322: both(state),
  323: both({ status: 404, code: 'SHARE_GROUP_NOT_FOUND' }),
  325: both(pending),
  330: both({ status: 409, code: 'SIM_IN_SHARE_GROUP' }),
  900: { read: { status: 502, code: 'UPSTREAM_ERROR', retryable: true }, write: unknown },
  // Codes that no paper lists.
  101: { read: violation, write: unknown },
  199: { read: violation, write: unknown },
  999: { read: violation, write: unknown },
};

const statusCodes = new Map(
  Object.values(papers).flatMap(({ responseCodes }) =>
    responseCodes.map(({ detailCode, statusCode }) => [detailCode, String(statusCode)] as const),
  ),
);

const casesOf = (routes: readonly FreebitRoute[]) =>
  routes.flatMap((route) =>
    Object.keys(MEANINGS).map((code) => ({ title: titleOf(route), route, code: Number(code) })),
  );
const reads = freebitRoutes.filter(({ effect }) => effect === 'read');
const writes = freebitRoutes.filter(({ effect }) => effect === 'write');

/** Two writes never share a gateway: a line with an unknown outcome stays locked for a while. */
const groups = [casesOf(reads), ...writes.map((route) => casesOf([route]))];

/** An account whose number makes Freebit answer with the code; null where none does. */
function magicAccount({ target, document }: FreebitRoute, code: number): string | null {
  const listed = papers[document].responseCodes.some(({ detailCode }) => detailCode === code);
  if (!listed || target === 'master_account') return null;
  return `${target === 'sim' ? '09000000' : 'ERR0_00000000'}${code}`;
}

function maskedInstance(route: FreebitRoute, account: string | null): unknown {
  if (account === null) return expect.stringContaining('****');
  const masked = account.replace(/^(\d{3}|ERR0_)\d+(\d{4})$/, '$1****$2');
  return route.template.replace(/\{\w+\}/, masked);
}

/** The forms in which Freebit may write the same code. */
const forms = [
  ['as the papers print them', {}],
  ['as numbers everywhere', { mixedCodeTypes: false }],
  ['at the HTTP status of their class', { refusalHttpStatus: 'statusCode' }],
  [
    'as numbers at the HTTP status of their class',
    { mixedCodeTypes: false, refusalHttpStatus: 'statusCode' },
  ],
] as const;

describe.each(forms.flatMap(([form, quirks]) => groups.map((cases) => ({ form, quirks, cases }))))(
  'the codes of Freebit, $form:',
  ({ quirks, cases }) => {
    let gateway: Gateway;
    beforeAll(async () => {
      gateway = await Gateway.start();
    });
    beforeEach(() => {
      startOver(gateway);
      gateway.freebit.quirks.set(quirks);
    });
    afterAll(() => gateway.close());

    it.each(cases)('$code to $title has its documented meaning', async ({ route, code }) => {
      const { status, retryable = false, pointer, retryAfter, ...meaning } = MEANINGS[code]![route.effect];
      const account = magicAccount(route, code);
      const path = papers[route.document].defaultPath;
      if (account === null) gateway.freebit.faults.code(code, path);

      const { body, headers } = await ask(gateway, route, account ?? undefined).expect(status);

      const write = route.effect === 'write';
      expect(body).toEqual({
        type: expect.stringMatching(/^\/problems\//),
        title: expect.any(String),
        detail: expect.any(String),
        requestId: headers['x-request-id'],
        status,
        code: typeof meaning.code === 'string' ? meaning.code : meaning.code[route.target],
        instance: maskedInstance(route, account),
        retryable,
        errors: write && pointer ? [{ pointer, code: expect.any(String), message: expect.any(String) }] : [],
        upstream: {
          api: route.document,
          resultCode: String(code),
          statusCode: statusCodes.get(code) ?? '500',
        },
        ...(write && {
          outcome: meaning.outcome ?? 'not_applied',
          operationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        }),
      });
      expect(headers['retry-after']).toBe(retryAfter);
      expect(gateway.freebit.journal.count(path)).toBe(1);
      expect(gateway.freebit.journal.executions()).toBe(0);
    });
  },
);

const listing = Object.values(papers).flatMap(({ responseCodes }) =>
  responseCodes.map(({ detailCode }) => detailCode),
);

it('the table covers every code of every paper', () => {
  const known = new Set(Object.keys(MEANINGS).map(Number));

  const missing = listing.filter((code) => !known.has(code));

  expect([...new Set(missing)].sort()).toEqual([100, 205, 228]);
});
