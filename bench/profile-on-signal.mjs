// Loaded before a server: SIGUSR2 begins a CPU profile, and the next one writes it to the file that CPU_PROFILE names.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';

const session = new Session();
let runs = false;

process.on('SIGUSR2', () => {
  if (!runs) {
    session.connect();
    session.post('Profiler.enable');
    session.post('Profiler.setSamplingInterval', { interval: 500 });
    session.post('Profiler.start');
  } else {
    session.post('Profiler.stop', (_error, { profile }) =>
      writeFileSync(process.env.CPU_PROFILE, JSON.stringify(profile)),
    );
  }
  runs = !runs;
});
