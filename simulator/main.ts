import { parseArgs } from 'node:util';
import { announcement } from './announcement';
import { firstQuirks } from './first-quirks';
import { startSimulator } from './simulator';
import { VARIANTS } from './variants';

const USAGE = `A stand-in for Freebit's MVNO API.

  --port <n>        port to listen on, 0 for a free one (or PORT; default 4010)
  --host <name>     address to listen on (or HOST; default 127.0.0.1)
  --variant <name>  differ from the papers, may be given several times:
${VARIANTS.map(({ name, note }) => `                      ${name.padEnd(22)} ${note}`).join('\n')}
  --profile <file>  answer in the shape that a profile describes
  --help            this text`;
const GRACE_MS = 1000;

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65_535)) throw new Error('the port must be a number from 0 to 65535');
  return port;
}

function readArguments() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      variant: { type: 'string', multiple: true },
      profile: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  return {
    help: values.help ?? false,
    port: readPort(values.port ?? process.env.PORT ?? '4010'),
    host: values.host ?? process.env.HOST ?? '127.0.0.1',
    quirks: firstQuirks(values.variant, values.profile),
  };
}

async function main(): Promise<void> {
  const { help, port, host, quirks } = readArguments();
  if (help) {
    console.log(USAGE);
    return;
  }
  const simulator = await startSimulator({ port, host, quirks });
  console.log(announcement(simulator));
  const stop = (): void => {
    void simulator.close(GRACE_MS);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
