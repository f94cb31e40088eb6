import { Gateway } from '../harness/gateway';
import { keyOf, testClient } from '../harness/test-client';

const limited = testClient('limited', {
  scopes: ['sims:read', 'quota:write'],
  lines: ['0901*'],
  ...{ inFlight: 5, ratePerSecond: 500.5, maxAmountMb: 500, dailyAmountMb: 1_000, planCodes: ['P_ONE'] },
});
const plain = testClient('plain', { scopes: ['sims:read'] });

describe('what a caller sees about itself', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({
      API_CLIENTS: JSON.stringify([limited.entry, plain.entry]),
      BULK_GUARD_LINES: '10',
    });
  });
  afterAll(() => gateway.close());

  it('is its limits, and what is left of them', async () => {
    gateway.freebit.lines.seed('09012340001');
    const http = () => gateway.stranger.set(keyOf(limited));
    await http().post('/sims/09012340001/quota').send({ amountMb: 300 }).expect(201);

    const { body } = await http().get('/me').expect(200);

    expect(body).toEqual({
      id: 'limited',
      authenticatedBy: 'api_key',
      scopes: ['sims:read', 'quota:write'],
      lines: ['0901*'],
      limits: {
        rate: { perSecond: 500.5, burst: 1_001, remaining: expect.any(Number) },
        inFlight: { limit: 5, remaining: 4 },
        trafficLines: { limit: 10, windowSeconds: 600, remaining: 10 },
        otherLines: null,
        maxAmountMb: 500,
        dailyAmountMb: { limitMb: 1_000, remainingMb: 700, day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) },
        planCodes: ['P_ONE'],
      },
    });
  });

  it('is null where there is no limit', async () => {
    const { body } = await gateway.stranger.get('/me').set(keyOf(plain)).expect(200);

    expect(body).toMatchObject({ id: 'plain', lines: null });
    expect(body.limits).toMatchObject({
      rate: null,
      maxAmountMb: null,
      dailyAmountMb: null,
      planCodes: null,
    });
  });

  it('is refused to a stranger', async () => {
    await gateway.stranger.get('/me').expect(401);
  });
});
