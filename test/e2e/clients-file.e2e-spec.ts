import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Gateway } from '../harness/gateway';
import { eventually } from '../harness/slow-is-not-wrong';
import { keyOf, testClient, type TestClient } from '../harness/test-client';

const before = testClient('portal', { secret: 'the-secret-of-before-'.repeat(2) });
const after = testClient('portal', { secret: 'the-secret-of-after-'.repeat(2) });

describe('a file of API clients', () => {
  let folder: string;
  let file: string;
  let gateway: Gateway;
  const said: string[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'clients-'));
    file = join(folder, 'clients.json');
    said.length = 0;
  });
  afterEach(async () => {
    await gateway.close();
    rmSync(folder, { recursive: true });
  });

  const textOf = (...clients: TestClient[]) => JSON.stringify(clients.map(({ entry }) => entry));
  const start = async () => {
    gateway = await Gateway.start(
      { API_CLIENTS: '', API_CLIENTS_FILE: file, LOG_LEVEL: 'info' },
      { write: (line: string) => void said.push(line) },
    );
  };
  const statusOf = async (client: TestClient) =>
    (await gateway.stranger.get('/me').set(keyOf(client))).status;

  it('is read again when it changes, so that a key can be replaced without a restart', async () => {
    writeFileSync(file, textOf(before));
    await start();
    expect([await statusOf(before), await statusOf(after)]).toEqual([200, 401]);

    writeFileSync(file, textOf(after));

    await eventually(async () => (await statusOf(after)) === 200, 50);
    expect(await statusOf(before)).toBe(401);
  });

  it('stays in force when the new one is invalid, and the log says so without a value', async () => {
    writeFileSync(file, textOf(before));
    await start();

    writeFileSync(file, textOf(after).replace('sims:read', 'a-secret-scope'));

    await eventually(() => said.some((line) => line.includes('API_CLIENTS_FILE was refused')), 50);
    expect([await statusOf(before), await statusOf(after)]).toEqual([200, 401]);
    expect(said.find((line) => line.includes('was refused'))).toContain('[0].scopes[0] must be one of');
    expect(said.join()).not.toMatch(/a-secret-scope|the-secret-of/);
  });

  it('may be replaced as Kubernetes does it, by a link to another folder', async () => {
    for (const [name, client] of [
      ['one', before],
      ['two', after],
    ] as const) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'clients.json'), textOf(client));
    }
    symlinkSync('one', join(folder, '..data'));
    symlinkSync(join('..data', 'clients.json'), file);
    await start();
    expect(await statusOf(before)).toBe(200);

    symlinkSync('two', join(folder, '..data_tmp'));
    renameSync(join(folder, '..data_tmp'), join(folder, '..data'));

    await eventually(async () => (await statusOf(after)) === 200, 50);
    expect(await statusOf(before)).toBe(401);
  });
});
