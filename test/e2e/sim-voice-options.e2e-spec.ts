import { Gateway } from '../harness/gateway';
import { startOver } from './freebit-routes';

const OPTIONS = {
  voicemailEnabled: true,
  callWaitingEnabled: true,
  callForwardingEnabled: false,
  internationalCallForwardingEnabled: false,
  worldCall: { mode: 'limited', creditLimitYen: 5000 },
  worldWing: { mode: 'unlimited', creditLimitYen: null },
  pendingOperation: null,
};

/** The values of the simulator for fields that a test does not care about. */
const VOICE = {
  state: 'active',
  voiceMail: 20,
  callWaiting: 20,
  callTransfer: 10,
  callTransferToWorld: 10,
  worldCall: 20,
  worldWing: 10,
  worldWingCreditLimit: 50_000,
};

describe('the voice options of a SIM', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  beforeEach(() => startOver(gateway));
  afterAll(() => gateway.close());

  it.each([
    ['nested', { nestedVoiceOptions: true, lowercaseVoiceOptions: false }, 'active'],
    ['nested in lower case', { nestedVoiceOptions: true, lowercaseVoiceOptions: true }, 'active'],
    ['flat', { nestedVoiceOptions: false, lowercaseVoiceOptions: false }, null],
    ['flat in lower case', { nestedVoiceOptions: false, lowercaseVoiceOptions: true }, null],
  ])('are read %s', async (_how, quirks, status) => {
    gateway.freebit.quirks.set(quirks);

    const { body } = await gateway.http.get('/sims/07011112222').expect(200);

    expect(body.voiceOptions).toEqual({ status, ...OPTIONS });
    expect(body.status).toBe('active');
  });

  it('are null for a line that has none', async () => {
    const { body } = await gateway.http.get('/sims/09012345678').expect(200);

    expect(body.voiceOptions).toBeNull();
  });

  it.each([
    ['waiting', 'waiting'],
    ['temporary', 'temporary'],
    ['obsolete', 'cancelled'],
    ['frozen', 'unknown'],
  ])('have their own status: %s is %s', async (state, status) => {
    gateway.freebit.lines.seed({ msisdn: '09022223333', talkOption: { ...VOICE, state } });

    const { body } = await gateway.http.get('/sims/09022223333').expect(200);

    expect(body).toMatchObject({ status: 'active', voiceOptions: { status } });
  });

  it.each([
    [10, 'limited', 7000],
    [11, 'unlimited', null],
    [20, 'disabled', null],
    [99, 'unknown', null],
  ])(
    'show for the code %d that calls abroad are %s, up to %s yen',
    async (worldCall, mode, creditLimitYen) => {
      const talkOption = { ...VOICE, worldCall, worldCallCreditLimit: 7000 };
      gateway.freebit.lines.seed({ msisdn: '09022223333', talkOption });

      const { body } = await gateway.http.get('/sims/09022223333').expect(200);

      expect(body.voiceOptions.worldCall).toEqual({ mode, creditLimitYen });
    },
  );

  it('omit a flag that Freebit does not document', async () => {
    gateway.freebit.lines.seed({ msisdn: '09022223333', talkOption: { ...VOICE, voiceMail: 30 } });

    const { body } = await gateway.http.get('/sims/09022223333').expect(200);

    expect(body.voiceOptions).not.toHaveProperty('voicemailEnabled');
    expect(body.voiceOptions).toMatchObject({ callWaitingEnabled: false, callForwardingEnabled: true });
  });
});
