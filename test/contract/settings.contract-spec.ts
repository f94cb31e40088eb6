import { resolve } from 'node:path';
import { Child } from '../harness/child';

const MAIN = resolve(__dirname, '../../dist/main.js');

/** Starts the gateway with its own environment and resolves when it ends. */
async function start(env: Record<string, string>): Promise<{ code: number | null; lines: string[] }> {
  const gateway = new Child(process.execPath, [MAIN], { env: { PATH: process.env.PATH ?? '', ...env } });
  const code = await gateway.exited;
  return { code, lines: [...gateway.lines] };
}

it('a gateway that cannot start lists all wrong settings by name, never by value, and exits with 1', async () => {
  const { code, lines } = await start({
    NODE_ENV: 'production',
    PORT: 'hush',
    FREEBIT_OEM_ID: 'oem',
    FREEBIT_OEM_KEY: 'hush hush',
    API_CLIENTS: '[{"id": "hush_hush"}]',
    HTTPS_PROXY: 'socks5://hush:hush@proxy',
    STORE_SECRET: 'hush',
  });

  expect(code).toBe(1);
  expect(lines).toEqual([
    'The configuration is not valid:',
    '  PORT must be a whole number from 0 to 65535',
    '  FREEBIT_OEM_KEY must be 1-1024 printable ASCII characters',
    expect.stringMatching(/^ {2}API_CLIENTS \[0\]\.id must be /),
    '  HTTPS_PROXY must be a URL such as http://proxy:3128',
    '  REDIS_URL is required in production, unless ALLOW_MEMORY_STORE is true',
    expect.stringMatching(/^ {2}STORE_SECRET is too weak for production: /),
  ]);
  expect(lines.join()).not.toContain('hush');
});
