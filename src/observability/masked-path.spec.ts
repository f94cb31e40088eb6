import { maskedLine, maskedPath } from './masked-path';

describe('what may be shown of a path', () => {
  it.each([
    ['/sims/:msisdn/plan', { msisdn: '09012345678' }, '/sims/090****5678/plan'],
    [
      '/share-groups/:groupCode/quota',
      { groupCode: 'AAA0_01234567890' },
      '/share-groups/AAA0_****7890/quota',
    ],
    ['/master-accounts/:account', { account: 'master@test.ne.jp' }, '/master-accounts/m****@test.ne.jp'],
    ['/operations/:operationId', { operationId: '0198-abc' }, '/operations/0198-abc'],
    ['/operations/:operationId', { operationId: '09012345678' }, '/operations/090****5678'],
    ['/problems', {}, '/problems'],
    ['/sims/:msisdn', { msisdn: '<script>' }, null],
    ['/sims/:msisdn', { msisdn: '' }, null],
    ['/problems/:slug', { slug: '../x' }, null],
    ['/problems/:slug', {}, null],
    ['/docs/*', { '*': 'secret' }, null],
  ])('%s with %j is %s', (template, params, shown) => {
    expect(maskedPath(template, params)).toBe(shown);
  });

  it('of a line is undefined when it has no known shape', () => {
    expect(maskedLine({ msisdn: '09012345678' })).toBe('090****5678');
    expect(maskedLine({ msisdn: 'x y' })).toBeUndefined();
    expect(maskedLine({ slug: 'sim-not-found' })).toBeUndefined();
  });
});
