import { DOCUMENTS, papers, readExamples, readExchanges } from '../../freebit-docs/papers';
import { lineDetail } from '../../src/freebit/calls/account-detail/line-detail';
import { masterDetail } from '../../src/freebit/calls/account-detail/master-detail';
import { addQuota } from '../../src/freebit/calls/add-quota/add-quota';
import { authentication } from '../../src/freebit/calls/authentication/authentication';
import { changePlan } from '../../src/freebit/calls/change-plan/change-plan';
import type { WireRequest } from '../../src/freebit/calls/freebit-call';
import { trafficInfo } from '../../src/freebit/calls/traffic-info/traffic-info';
import { resultCodes } from '../../src/freebit/result-codes';
import { readAnswerBody } from '../../src/freebit/wire/answer-body';
import { readEnvelope } from '../../src/freebit/wire/envelope';
import { WireReader } from '../../src/freebit/wire/wire-reader';

const CHOICES = { detailVersion: '2', globalIpEnabledCode: '10' };
const SUCCESS = 100;

const calls = { authentication, lineDetail, masterDetail, trafficInfo, addQuota, changePlan };
const named = Object.entries(calls).map(([name, call]) => ({ name, call }));

/** A request of each call with all its fields. */
const fullRequests: readonly { name: string; document: keyof typeof papers; wire: WireRequest }[] = [
  request('authentication', 'PA01-01', authentication.encode({ oemId: 'i', oemKey: 'k' }, CHOICES)),
  request('lineDetail', 'PA03-02', lineDetail.encode({ account: '09012345678' }, CHOICES)),
  request('masterDetail', 'PA03-02', masterDetail.encode({ account: 'm' }, CHOICES)),
  request('trafficInfo', 'PA05-01', trafficInfo.encode({ account: '09012345678' }, CHOICES)),
  request(
    'addQuota',
    'PA04-04',
    addQuota.encode({ account: 'A_1', quotaMb: 512_000, quotaCode: 'c', expire: '2036-12-31' }, CHOICES),
  ),
  request(
    'changePlan',
    'PA05-21',
    changePlan.encode({ account: '0', planCode: 'P', globalIp: true, runTime: '2036-12-31' }, CHOICES),
  ),
];

/** Fields of the papers that this client never sends, so that no answer contains a password. */
const NEVER_SENT = ['displayPass'];

/** The examples of the papers, as calls of the client. */
const examples: readonly { document: keyof typeof papers; example: string; wire: WireRequest }[] = [
  example('PA03-02', 'master', masterDetail.encode({ account: 'testMaster@test.ne.jp' }, CHOICES)),
  example('PA03-02', 'mvno', lineDetail.encode({ account: '08038433843' }, CHOICES)),
  example('PA04-04', 'sim', addQuota.encode({ account: '09012345678', quotaMb: 100 }, CHOICES)),
  example(
    'PA04-04',
    'share-group',
    addQuota.encode(
      { account: 'QUMB_00000000001', quotaMb: 10_000, quotaCode: 'campaign-100', expire: '2013-12-31' },
      CHOICES,
    ),
  ),
  example('PA05-01', 'sim', trafficInfo.encode({ account: '09012345678' }, CHOICES)),
  example('PA05-01', 'share-group', trafficInfo.encode({ account: 'AAA0_00000000001' }, CHOICES)),
  example(
    'PA05-21',
    'scheduled',
    changePlan.encode(
      { account: '09012345678', planCode: 'LTE3G_P01', globalIp: false, runTime: '2015-02-27' },
      CHOICES,
    ),
  ),
];

describe('the client, compared with the papers,', () => {
  it.each(named)('calls $name at the path of its paper', ({ call }) => {
    expect(call.path).toBe(papers[call.document].defaultPath);
  });

  it('has a call for every paper', () => {
    const documents = new Set(named.map(({ call }) => call.document));

    expect([...documents].sort()).toEqual([...DOCUMENTS]);
  });

  it.each(named)('knows for $name the rejections that its paper lists, in the same order', ({ call }) => {
    const listed = papers[call.document].responseCodes.map(({ detailCode }) => detailCode);

    expect(call.rejections).toEqual(listed.filter((code) => code !== SUCCESS).map(String));
  });

  it('gives a meaning to every code of the papers and to no others', () => {
    const listed = DOCUMENTS.flatMap((document) =>
      papers[document].responseCodes.map(({ detailCode }) => detailCode),
    );

    const meant = Object.keys(resultCodes).map(Number);

    expect(new Set(meant)).toEqual(new Set(listed.filter((code) => code !== SUCCESS)));
  });

  it.each(fullRequests)('sends with $name what the paper names, and nothing else', (full) => {
    const documented = papers[full.document].request.fields.map(({ name }) => name);
    const own = full.name === 'masterDetail' ? [...NEVER_SENT, 'version'] : NEVER_SENT;

    const sent = namesOf(full.document === 'PA01-01' ? full.wire : { authKey: 'k', ...full.wire });

    expect(sent).toEqual(documented.filter((name) => !own.includes(name)));
  });

  it.each(fullRequests)('keeps every text of $name within the lengths of the paper', ({ document, wire }) => {
    for (const { name, min, max } of papers[document].request.fields) {
      const value = wire[name];
      if (typeof value === 'string' && min !== null) expect(value.length).toBeGreaterThanOrEqual(min);
      if (typeof value === 'string' && max !== null) expect(value.length).toBeLessThanOrEqual(max);
    }
  });

  it.each(examples)(
    'writes the example "$example" of $document as printed',
    ({ document, example, wire }) => {
      const printed = readExamples(document).find(({ name, kind }) => name === example && kind === 'request');

      const written: unknown = JSON.parse(JSON.stringify({ authKey: 'XXXXXXXXXX', ...wire }));

      expect(written).toEqual(JSON.parse(printed?.text ?? ''));
    },
  );

  it('covers every example of the papers', () => {
    const printed = DOCUMENTS.flatMap((document) =>
      readExamples(document)
        .filter(({ kind }) => kind === 'request')
        .map(({ name }) => `${document} ${name}`),
    );

    expect(examples.map(({ document, example }) => `${document} ${example}`).sort()).toEqual(printed.sort());
  });
});

describe('the answers of the papers, read by the client,', () => {
  /** The decoded answer of an example, and the oddities that the client found. */
  function read<Output>(
    document: keyof typeof papers,
    example: string,
    decode: (body: WireReader) => Output,
  ): Output {
    const exchange = readExchanges(document).find(({ name }) => name === example);
    const bytes = Buffer.from(exchange?.response ?? '');
    const headers = { contentType: 'application/json', contentEncoding: '' };
    const { detailCode, body } = readEnvelope(readAnswerBody(bytes, headers, 10_000), 200, 'read');
    const reader = new WireReader(body).ignore('resultCode', 'status');
    const output = decode(reader);
    reader.dropRest();
    expect(detailCode).toBe('100');
    expect(reader.findings).toEqual({ unknownValues: [], droppedFields: [] });
    return output;
  }

  it('contain the line of PA03-02 with every digit', () => {
    const line = read('PA03-02', 'mvno', (body) => lineDetail.decode(body, { account: '08038433843' }));

    expect(line).toEqual({
      masterAccount: 'testMaster@test.ne.jp',
      account: '08038433843',
      state: 'active',
      startDate: '2013-09-01',
      planCode: 'LTE3G_P01',
      quota: 3161.31,
      iccid: '8981199993109195000',
      imsi: '990103120337753',
      contractLine: '4G',
      size: 'standard',
      sms: true,
      talk: true,
      ipv4: null,
      ipv6: null,
      talkOption: null,
      async: { func: 'regist', date: '2013-12-01' },
    });
  });

  it('contain the list of PA03-02', () => {
    const master = read('PA03-02', 'master', (body) =>
      masterDetail.decode(body, { account: 'testMaster@test.ne.jp' }),
    );

    expect(master).toEqual({
      masterAccount: 'testMaster@test.ne.jp',
      accounts: [
        {
          kind: 'MASTER',
          account: 'testAccount@test.ne.jp',
          state: 'active',
          startDate: '2012-04-01',
          relationCode: 'testuser',
        },
        { kind: 'MVNO', account: '08038433843', state: 'suspended', startDate: null, relationCode: null },
      ],
    });
  });

  it.each([
    ['sim', '09012345678', [100, 200, 300]],
    ['share-group', 'AAA0_00000000001', []],
  ])('contain the traffic of PA05-01: %s', (example, account, inRecentDays) => {
    const traffic = read('PA05-01', example, (body) => trafficInfo.decode(body, { account }));

    expect(traffic).toEqual({ account, today: 100, inRecentDays, blackList: true });
  });

  it.each(['sim', 'share-group'])('contain only the success of PA04-04: %s', (example) => {
    const rest = read('PA04-04', example, (body) => body);

    expect(rest.has('resultCode')).toBe(true);
  });

  it('contain the success of PA05-21', () => {
    const addresses = read('PA05-21', 'scheduled', (body) =>
      changePlan.decode(body, { account: '09012345678', planCode: 'LTE3G_P01' }),
    );

    expect(addresses).toEqual({ ipv4: null, ipv6: null });
  });
});

function request(name: string, document: keyof typeof papers, wire: WireRequest) {
  return { name, document, wire };
}

function example(document: keyof typeof papers, name: string, wire: WireRequest) {
  return { document, example: name, wire };
}

/** Names as the papers write them: `requestDatas[].kind`. */
function namesOf(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const own = `${prefix}${name}`;
    if (Array.isArray(inner)) return [own, ...inner.flatMap((item: object) => namesOf(item, `${own}[].`))];
    return inner === undefined ? [] : [own];
  });
}
