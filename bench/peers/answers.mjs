// The answers of every peer and their requests to Freebit: the same bytes for all of them.

/** The `Sim` that the gateway makes from the answer of bench/upstream.mjs. */
export function toSim(msisdn, line) {
  return {
    msisdn,
    phoneNumber: `+81${msisdn.slice(1)}`,
    status: line.state,
    activatedOn: String(line.startDate).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'),
    masterAccount: 'testMaster@test.ne.jp',
    planCode: line.planCode,
    quotaMb: line.quota,
    iccid: String(line.iccid),
    imsi: String(line.imsi),
    contractLine: line.contractLine,
    formFactor: line.size,
    smsEnabled: line.sms === 10,
    voiceEnabled: line.talk === 10,
    ipv4: line.ipv4 || null,
    ipv6: line.ipv6 || null,
    voiceOptions: null,
    pendingOperation: null,
    retrievedAt: new Date().toISOString(),
    stale: false,
  };
}

/** One that needs no upstream. */
export const anySim = (msisdn) =>
  toSim(msisdn, {
    ...{ state: 'active', startDate: 20130901, planCode: 'LTE3G_P01', quota: 3161.31, size: 'standard' },
    ...{ iccid: '8981199993109195123', imsi: '990103120337753', contractLine: '4G', sms: 10, talk: 10 },
  });

const upstream = new URL(process.env.FREEBIT_BASE_URL ?? 'http://127.0.0.1');
export const upstreamOrigin = upstream.origin;
export const detailPath = `${upstream.pathname}/mvno/getDetail/`;
export const writePath = `${upstream.pathname}/master/addSpec/`;

/** A request to Freebit as a form. */
export function formOf(values) {
  return `json=${encodeURIComponent(JSON.stringify({ authKey: 'bench', ...values }))}`;
}

export const detailForm = (account) => formOf({ version: '2', requestDatas: [{ kind: 'MVNO', account }] });
export const FORM = 'application/x-www-form-urlencoded';
