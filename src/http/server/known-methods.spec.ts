import { KnownMethods } from './known-methods';

describe('the methods', () => {
  const known = new KnownMethods();
  known.add('GET', '/sims/:msisdn/plan');
  known.add('PUT', '/sims/:msisdn/plan');
  known.add('HEAD', '/docs/*');
  known.add('GET', '/docs/*');

  it.each([
    ['/sims/090/plan', ['GET', 'PUT']],
    ['/sims/090/plan?x=1', ['GET', 'PUT']],
    [`/sims/${'9'.repeat(5000)}/plan`, ['GET', 'PUT']],
    ['http://gateway/sims/090/plan', ['GET', 'PUT']],
    ['/docs/a.css', ['GET']],
  ])('of the path %s are %j', (url, allow) => {
    expect(known.problemOf(url)).toMatchObject({ code: 'METHOD_NOT_ALLOWED', facts: { allow } });
  });

  it.each(['/', '/sims/090/plan/', '/SIMS/090/plan', '*', '', '/%zz'])(
    'of the path %s do not exist',
    (url) => {
      expect(known.problemOf(url)).toMatchObject({ code: 'ROUTE_NOT_FOUND' });
    },
  );
});
