import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatewayProcess } from '../harness/gateway-process';
import { isQuiet } from '../harness/is-quiet';

describe('the gateway process of the tests', () => {
  const ENTRY = `
    const http = require('node:http');
    const server = http.createServer((_, answer) => answer.end('ok'));
    server.listen(process.env.PORT, process.env.HOST, () => console.log(JSON.stringify({ msg: process.env.GREETING })));
    process.on('SIGTERM', () => process.exit(7));
  `;
  let dir: string;
  let gateway: GatewayProcess | undefined;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'fbgw-entry-'));
    await writeFile(join(dir, 'good.js'), ENTRY);
    await writeFile(join(dir, 'bad.js'), 'console.error("PORT is missing"); process.exit(1)');
  });

  afterAll(() => rm(dir, { recursive: true }));

  afterEach(() => gateway?.kill());

  it('can be started, listened to, frozen, thawed and stopped', async () => {
    gateway = await GatewayProcess.start({ env: { GREETING: 'hello' }, entry: join(dir, 'good.js') });
    gateway.freeze();
    const reply = fetch(`${gateway.url}/health/live`);

    const quiet = await isQuiet(reply);
    gateway.thaw();

    expect(quiet).toBe(true);
    expect((await reply).status).toBe(200);
    expect(gateway.logs).toEqual([{ msg: 'hello' }]);
    expect(await gateway.stop()).toBe(7);
    expect(gateway.exitCode).toBe(7);
  });

  it('reports its output when it fails to start', async () => {
    await expect(GatewayProcess.start({ env: {}, entry: join(dir, 'bad.js') })).rejects.toThrow(
      'PORT is missing',
    );
  });

  it('can be ended while frozen', async () => {
    gateway = await GatewayProcess.start({ env: {}, entry: join(dir, 'good.js') });
    gateway.freeze();

    expect(await gateway.stop()).toBe(7);
  });
});
