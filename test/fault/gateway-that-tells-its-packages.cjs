/** The shipped gateway; on SIGUSR2 it prints which OpenTelemetry packages it has loaded. */
process.on('SIGUSR2', () => {
  const names = Object.keys(require.cache).map((path) => /@opentelemetry[\\/]([\w-]+)/.exec(path)?.[1]);
  console.log(`packages: ${[...new Set(names.filter(Boolean))].join(', ')}`);
});
require('../../dist/main.js');
