import { type DocumentNumber, DOCUMENTS, papers, readExchanges } from '../../freebit-docs/papers';
import { type Simulator, startSimulator } from '../../simulator/simulator';
import { type Encoding, FreebitCaller, lossless, textAt } from './freebit-caller';

const CALLS = DOCUMENTS.filter((document) => document !== 'PA01-01');
const ENCODINGS: readonly Encoding[] = ['form', 'multipart', 'json'];
const GROUP_CALLS: readonly DocumentNumber[] = ['PA04-04', 'PA05-01'];
const SUCCESS = 100;

const BODIES: Readonly<Record<(typeof CALLS)[number], (account: string) => object>> = {
  'PA03-02': (account) => ({ requestDatas: [{ kind: 'MVNO', account }] }),
  'PA04-04': (account) => ({ kind: 'MVNO', account, quota: '100' }),
  'PA05-01': (account) => ({ account }),
  'PA05-21': (account) => ({ account, planCode: 'LTE3G_P02' }),
};

const documentedCodes = CALLS.flatMap((document) =>
  papers[document].responseCodes
    .filter(({ detailCode }) => detailCode !== SUCCESS)
    .map(({ detailCode, statusCode, message }) => ({ document, detailCode, statusCode, message })),
);
const everyCode = [...new Set(documentedCodes.map(({ detailCode }) => detailCode))];
const unlistedCodes = CALLS.flatMap((document) =>
  everyCode
    .filter((code) => papers[document].responseCodes.every(({ detailCode }) => detailCode !== code))
    .map((detailCode) => ({ document, detailCode })),
);
const examples = CALLS.flatMap((document) =>
  readExchanges(document).map((exchange) => ({ document, ...exchange })),
);

describe('the simulator, compared with the papers,', () => {
  let simulator: Simulator;
  let freebit: FreebitCaller;

  beforeAll(async () => {
    simulator = await startSimulator();
    freebit = new FreebitCaller(simulator.url);
  });
  afterAll(() => simulator.close());
  beforeEach(async () => {
    simulator.reset();
    simulator.quirks.set({ paperMessages: true });
    await freebit.login();
  });

  it.each(DOCUMENTS)('answers %s at the path of its paper', async (document) => {
    const { httpStatus, contentType } = await freebit.call(papers[document].defaultPath, {});

    expect(httpStatus).toBe(200);
    expect(contentType).toBe('application/json;charset=UTF-8');
  });

  it.each(documentedCodes)(
    'rejects a SIM in $document with the $detailCode in its number',
    async ({ document, detailCode, statusCode, message }) => {
      const body = BODIES[document](`09000000${detailCode}`);

      const { text } = await freebit.call(papers[document].defaultPath, body);

      expect(textAt(text, 'resultCode')).toBe(String(detailCode));
      expect(textAt(text, 'status', 'statusCode')).toBe(String(statusCode));
      expect(textAt(text, 'status', 'message')).toBe(message);
      expect(simulator.journal.executions()).toBe(0);
    },
  );

  it.each(documentedCodes.filter(({ document }) => GROUP_CALLS.includes(document)))(
    'rejects a share group in $document with the $detailCode in its code',
    async ({ document, detailCode, statusCode }) => {
      const body = BODIES[document](`ERR0_00000000${detailCode}`);

      const { text } = await freebit.call(papers[document].defaultPath, body);

      expect(textAt(text, 'resultCode')).toBe(String(detailCode));
      expect(textAt(text, 'status', 'statusCode')).toBe(String(statusCode));
    },
  );

  it.each(unlistedCodes)(
    'treats a SIM with $detailCode in its number as normal in $document, which does not list it',
    async ({ document, detailCode }) => {
      const code = await freebit.code(
        papers[document].defaultPath,
        BODIES[document](`09000000${detailCode}`),
      );

      expect(code).toBe('100');
    },
  );

  it.each(examples)(
    'answers the example "$name" of $document as printed',
    async ({ document, request, response }) => {
      const { text } = await freebit.call(papers[document].defaultPath, JSON.parse(request));

      expect(lossless(text)).toEqual(lossless(response));
    },
  );

  it.each(ENCODINGS)('understands the login and every example as %s', async (encoding) => {
    simulator.journal.reset();

    const login = await freebit.login('sandbox-oem', 'sandbox-oem-key', encoding);
    for (const { document, request, response } of examples) {
      const { text } = await freebit.call(papers[document].defaultPath, JSON.parse(request), encoding);
      expect(lossless(text)).toEqual(lossless(response));
    }

    expect(textAt(login.text, 'resultCode')).toBe('100');
    expect(simulator.journal.count()).toBe(examples.length + 1);
    expect(simulator.journal.entries().every((entry) => entry.encoding === encoding)).toBe(true);
  });

  it('sends only fields that the papers name', async () => {
    for (const { document, request } of examples) {
      const { text } = await freebit.call(papers[document].defaultPath, JSON.parse(request));
      const documented = papers[document].response.fields.map(({ name }) => name.split('.')[0]);

      for (const name of Object.keys(JSON.parse(text))) expect(documented).toContain(name);
    }
  });

  it('requires a key in every later call and refuses a wrong one', async () => {
    for (const document of CALLS) {
      const { defaultPath } = papers[document];
      const body = BODIES[document]('09012345678');
      const missing = await freebit.post(defaultPath, body);
      const wrong = await freebit.post(defaultPath, { ...body, authKey: 'XXXXXXXXXX' });

      expect(textAt(missing.text, 'resultCode')).toBe(document === 'PA03-02' ? '228' : '205');
      expect(textAt(wrong.text, 'resultCode')).toBe('205');
    }
  });
});
