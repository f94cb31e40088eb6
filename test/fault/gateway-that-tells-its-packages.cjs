/** The gateway as it ships; on SIGUSR2 it tells which packages of OpenTelemetry it has loaded. */
process.on('SIGUSR2', () => {
  const names = Object.keys(require.cache).map((path) => /@opentelemetry[\\/]([\w-]+)/.exec(path)?.[1]);
  console.log(`packages: ${[...new Set(names.filter(Boolean))].join(', ')}`);
});
require('../../dist/main.js');
