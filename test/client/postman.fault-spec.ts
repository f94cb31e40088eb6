import { resolve } from 'node:path';
import { Child } from '../harness/child';

const ROOT = resolve(__dirname, '../..');
const { PATH = '', HOME = '' } = process.env;
const NEWMAN = resolve(ROOT, 'node_modules/newman/bin/newman.js');

describe('the Postman collection', () => {
  it('succeeds with every request on a fresh sandbox', async () => {
    const ports = ['--port=0', '--simulator-port=0'];
    const sandbox = new Child(process.execPath, [resolve(ROOT, 'scripts/sandbox.mjs'), ...ports], {
      env: { PATH, HOME },
    });
    await sandbox.line(/^Stop with Ctrl-C/);
    const said = sandbox.lines.join('\n');
    const [, baseUrl, apiKey] = /Gateway +(\S+)\nAPI key +(\S+)/.exec(said) ?? [];
    const file = resolve(ROOT, 'clients/postman/freebit-gateway.postman_collection.json');
    const variables = [`baseUrl=${baseUrl}`, `apiKey=${apiKey}`].flatMap((pair) => ['--env-var', pair]);

    const newman = new Child(process.execPath, [NEWMAN, 'run', file, ...variables, '--color', 'off'], {
      env: { PATH, HOME },
    });
    const code = await newman.exited;
    await sandbox.end();

    const failures = newman.lines.filter((line) => /^\s*\d+\.\s+AssertionFailure|^\s+expected /.test(line));
    expect(failures).toEqual([]);
    expect(code).toBe(0);
  });
});
