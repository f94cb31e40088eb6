import { runChecks } from './health-checks';

afterEach(() => jest.useRealTimers());

it('all checks run at once, and one that fails or is late counts as down', async () => {
  jest.useFakeTimers();

  const asked = runChecks([
    { name: 'up', check: async () => 'up' },
    { name: 'down', check: async () => 'down' },
    { name: 'failing', check: () => Promise.reject(new Error('no')) },
    { name: 'silent', check: () => new Promise(() => undefined) },
    { name: 'silent too', check: () => new Promise(() => undefined) },
  ]);
  await jest.advanceTimersByTimeAsync(1_000);

  expect(await asked).toEqual({
    up: 'up',
    down: 'down',
    failing: 'down',
    silent: 'down',
    'silent too': 'down',
  });
});
