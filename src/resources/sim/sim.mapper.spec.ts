import fc from 'fast-check';
import type { LineDetail } from '../../freebit/calls/account-detail/line-detail';
import { accountStates, asyncFunctions } from '../../freebit/calls/account-detail/account-states';
import type { TalkOption } from '../../freebit/calls/account-detail/talk-option';
import type { Sim } from '../../lines/line';
import { toSim } from './sim.mapper';

const MSISDN = '09012345678';
const SIM: Sim = { type: 'sim', id: MSISDN };
const SIM_FIELDS = [
  'msisdn',
  'phoneNumber',
  'status',
  'activatedOn',
  'masterAccount',
  'planCode',
  'quotaMb',
  'iccid',
  'imsi',
  'contractLine',
  'formFactor',
  'smsEnabled',
  'voiceEnabled',
  'ipv4',
  'ipv6',
  'voiceOptions',
  'pendingOperation',
  'retrievedAt',
  'stale',
];
const VOICE_FIELDS = [
  'status',
  'voicemailEnabled',
  'callWaitingEnabled',
  'callForwardingEnabled',
  'internationalCallForwardingEnabled',
  'worldCall',
  'worldWing',
  'pendingOperation',
];

/** Fields that must never be shown. */
const LEAK = 'pa55word';
const extras = fc.dictionary(fc.string(), fc.constant(LEAK), { maxKeys: 5 });

const text = fc.option(fc.string());
const flag = fc.option(fc.boolean(), { nil: undefined });
const amount = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));
const async = fc.option(
  fc
    .tuple(extras, fc.constantFrom(...asyncFunctions, 'unknown'), text)
    .map(([more, func, date]) => ({ ...more, func, date })),
);
const mode = fc.option(fc.constantFrom('amount', 'unlimited', 'disabled', 'unknown'), { nil: undefined });
const state = fc.constantFrom(...accountStates, 'unknown');

const talkOption: fc.Arbitrary<TalkOption> = fc
  .record({
    state: fc.option(state),
    voiceMail: flag,
    callWaiting: flag,
    callTransfer: flag,
    callTransferToWorld: flag,
    worldCall: mode,
    worldCallCreditLimit: amount,
    worldWing: mode,
    worldWingCreditLimit: amount,
    async,
  })
  .chain((option) => extras.map((more) => ({ ...more, ...option })));

const line: fc.Arbitrary<LineDetail> = fc
  .record({
    masterAccount: text,
    account: fc.constant<string>(MSISDN),
    state,
    startDate: text,
    planCode: text,
    quota: amount,
    iccid: text,
    imsi: text,
    contractLine: text,
    size: fc.option(fc.constantFrom('standard', 'nano', 'micro', 'unknown')),
    sms: flag,
    talk: flag,
    ipv4: text,
    ipv6: text,
    talkOption: fc.option(talkOption),
    async,
  })
  .chain((detail) => extras.map((more) => ({ ...more, ...detail })));

const retrieved = fc.record({
  value: line,
  retrievedAt: fc.constant('2026-02-05T07:26:46Z'),
  stale: fc.boolean(),
});

describe('a SIM made from an answer of Freebit', () => {
  it('has only the documented fields', () => {
    fc.assert(
      fc.property(retrieved, (answer) => {
        const sim = toSim(SIM, answer);

        expect(Object.keys(sim).sort()).toEqual([...SIM_FIELDS].sort());
        if (sim.voiceOptions) expect(Object.keys(sim.voiceOptions).sort()).toEqual([...VOICE_FIELDS].sort());
        expect(JSON.stringify(sim)).not.toContain(LEAK);
      }),
    );
  });

  it('shows a credit limit only if there is one', () => {
    fc.assert(
      fc.property(retrieved, (answer) => {
        const { worldCall, worldWing } = toSim(SIM, answer).voiceOptions ?? {};

        for (const option of [worldCall, worldWing])
          expect(option === undefined || option.mode === 'limited' || option.creditLimitYen === null).toBe(
            true,
          );
      }),
    );
  });

  it('keeps identifiers and amounts unchanged', () => {
    fc.assert(
      fc.property(retrieved, (answer) => {
        const { iccid, imsi, quotaMb, planCode } = toSim(SIM, answer);

        const { value } = answer;
        expect({ iccid, imsi, quotaMb, planCode }).toEqual({
          iccid: value.iccid,
          imsi: value.imsi,
          quotaMb: value.quota,
          planCode: value.planCode,
        });
      }),
    );
  });
});
