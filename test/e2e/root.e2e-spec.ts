import { Gateway } from '../harness/gateway';

describe('the root', () => {
  it.each([
    ['on', '', '/docs'],
    ['auth', '', '/docs'],
    ['on', '/freebit', '/freebit/docs'],
  ])(
    'redirects to the documentation when DOCS is %s and the base path is %j',
    async (docs, base, location) => {
      const gateway = await Gateway.start({ DOCS: docs, PUBLIC_BASE_PATH: base });

      const { headers } = await gateway.stranger.get('/').expect(302);

      await gateway.close();
      expect(headers.location).toBe(location);
    },
  );

  it('is not found when there is no documentation', async () => {
    const gateway = await Gateway.start();

    const { body } = await gateway.stranger.get('/').expect(404);

    await gateway.close();
    expect(body.code).toBe('ROUTE_NOT_FOUND');
  });
});
