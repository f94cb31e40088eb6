import { runChecks } from './health-checks';

it('asks all at once, and takes what fails or does not answer in time for down', async () => {
  const begin = performance.now();

  const results = await runChecks([
    { name: 'up', check: async () => 'up' },
    { name: 'down', check: async () => 'down' },
    { name: 'failing', check: () => Promise.reject(new Error('no')) },
    { name: 'silent', check: () => new Promise(() => undefined) },
    { name: 'silent too', check: () => new Promise(() => undefined) },
  ]);

  expect(results).toEqual({ up: 'up', down: 'down', failing: 'down', silent: 'down', 'silent too': 'down' });
  expect(performance.now() - begin).toBeLessThan(1500);
});
