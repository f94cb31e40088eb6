import { KnownMethods } from './known-methods';

describe('the methods of a path', () => {
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
  ])('%s has %j', (url, allow) => {
    expect(known.problemOf(url)).toMatchObject({ code: 'METHOD_NOT_ALLOWED', facts: { allow } });
  });

  it.each(['/', '/sims/090/plan/', '/SIMS/090/plan', '*', '', '/%zz'])('%s is no path', (url) => {
    expect(known.problemOf(url)).toMatchObject({ code: 'ROUTE_NOT_FOUND' });
  });
});
