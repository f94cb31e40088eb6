import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { Child } from '../harness/child';
import { eventually } from '../harness/slow-is-not-wrong';

const CONSOLE = resolve(__dirname, '../../scripts/console.mjs');
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** If this names a folder, every test saves a screenshot in it. */
const PICTURES = process.env.CONSOLE_PICTURES;
const PATIENCE = { timeout: 60_000 };

// A browser, a compiler and a sandbox on a busy machine.
jest.setTimeout(300_000);

describe('the example console in Chromium', () => {
  let child: Child;
  let browser: Browser | undefined;
  let page: Page;
  let said: string[];
  let url: string;
  let gatewayUrl: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    const { PATH = '', HOME = '' } = process.env;
    child = new Child(process.execPath, [CONSOLE, '--port=0'], { env: { PATH, HOME } });
    url = (await child.line(/^Console /)).split(/ +/)[1]!;
    gatewayUrl = child.lines.find((line) => line.startsWith('Gateway '))!.split(/ +/)[1]!;
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'], ...PATIENCE });
  }, 240_000);
  beforeEach(async () => {
    said = [];
    page = await browser!.newPage();
    page.setDefaultTimeout(PATIENCE.timeout);
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.exposeFunction('heard', (message: string) => said.push(message));
    await page.goto(url);
    // On a busy machine a message may be replaced before it is read.
    await page.evaluate(`new MutationObserver(() => heard(document.querySelector('#message').textContent))
      .observe(document.querySelector('#message'), { childList: true, subtree: true, characterData: true })`);
  });
  afterEach(async () => {
    const { currentTestName = '' } = expect.getState();
    if (PICTURES) {
      mkdirSync(PICTURES, { recursive: true });
      await page.screenshot({ path: join(PICTURES, `${currentTestName.slice(-40)}.png`), fullPage: true });
    }
    await page.close();
    expect(complaints.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await child.end();
  });

  async function lookUp(msisdn: string): Promise<void> {
    await page.getByLabel('Phone number').fill(msisdn);
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.locator('main').waitFor();
  }
  const says = (text: RegExp) => eventually(() => said.some((message) => text.test(message)));

  it('shows a line, adds data and changes the plan', async () => {
    await lookUp('09012345678');
    const [line, bars] = [await page.locator('#line').innerText(), await page.locator('#chart rect').count()];

    await page.getByRole('button', { name: '100 MB', exact: true }).click();
    await says(/^100 MB were added\.$/);
    await page.getByLabel('Plan code').fill('LTE3G_P02');
    await page.getByRole('button', { name: 'Change plan' }).click();
    await says(/^The plan is LTE3G_P02 now\.$/);

    expect(line).toContain('3161.31 MB');
    expect(bars).toBe(4);
    expect(await page.locator('#caption').innerText()).toContain('does not document which day');
    expect(await page.locator('#line').innerText()).toMatch(/LTE3G_P02[^]+3261.31 MB/);
  });

  it('says why a write was refused', async () => {
    await lookUp('09000000221');

    await page.getByRole('button', { name: '500 MB' }).click();

    await says(/amount/i);
    expect(await page.locator('#message').getAttribute('class')).toBe('problem');
  });

  it('shows that an outcome is unknown, and records what a person found', async () => {
    await lookUp('09000001006');

    await page.getByRole('button', { name: '100 MB', exact: true }).click();
    await says(/Do not send it again/);
    await says(/Look at Freebit's own history/);
    page.once('dialog', (question) => void question.accept());
    await page.getByRole('button', { name: 'Freebit shows it' }).click();
    await says(/^Recorded: it was applied\.$/);

    expect(await page.locator('#writes li.applied').count()).toBe(1);
  });

  it('contains no key, and its server forwards only the requests of its own page', async () => {
    const key = /fbgw_sandbox_\w+/.exec(child.lines.join('\n'))![0];
    const files = ['/', '/console.mjs', '/writes.mjs', '/chart.mjs', '/client/client.js'];
    const texts = await Promise.all(files.map(async (file) => (await fetch(url + file)).text()));
    const ask = (path: string, headers: Record<string, string> = {}) => fetch(url + path, { headers });

    const foreign = await ask('/api/sims/09012345678', { 'Sec-Fetch-Site': 'cross-site' });
    const other = await ask('/api/metrics', { 'Sec-Fetch-Site': 'same-origin' });
    const outside = await ask('/client/..%2Fpackage.json');

    expect(texts.join('\n')).not.toContain(key);
    expect(new URL(url).origin).not.toBe(new URL(gatewayUrl).origin);
    expect([foreign.status, other.status, outside.status]).toEqual([403, 404, 404]);
  });
});
