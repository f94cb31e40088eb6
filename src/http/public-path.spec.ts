import { problemType } from './problems/problem-catalogue';
import { publicPath, usePublicBasePath } from './public-path';

describe('public paths', () => {
  afterEach(() => usePublicBasePath(''));

  it('are the paths of the gateway if it is served at the root', () => {
    expect(publicPath('/operations/1')).toBe('/operations/1');
  });

  it.each(['/freebit', '/freebit/'])('begin with %s if an ingress strips it', (base) => {
    usePublicBasePath(base);

    expect(publicPath('/operations/1')).toBe('/freebit/operations/1');
    expect(problemType('SIM_NOT_FOUND')).toBe('/freebit/problems/sim-not-found');
  });
});
